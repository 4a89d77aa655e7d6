"""Python in the page: what the build ships so that a reader runs and checks code in the browser, and how.

    parts.toml   every third-party file: from which wheel, its hash, its licence; the one list that an update changes
    parts        gets them: from the user's cache folder, else by pip; nothing is used whose hash is not the pinned one
    course_zip   the course's own modules and the pure Python packages that they need, as one archive
    bundle       writes it all below the site's root, with `files.json` and the notices
    ship         when a build does so, what its pages are told, and what happens where the parts cannot be had

The site then holds

    python/                    the third-party files, named after their content, and `notices/`
    in-page/<fingerprint>/     the page's own modules (book/_static/in-page), `files.json`, the course, the drawn cases
    service-worker.js          what lets a page be read again without a network

The fingerprint changes with anything that the page runs, so no reader gets modules of two editions mixed; the folder of
the last edition is removed. Nothing is loaded from another host, and nothing that is third-party is committed.

`files.json` lists what the page loads: `groups` (`base` before the first answer, `plots` with the first figure),
`cases` (one file for each exercise) and `bytes`, what a group weighs as it is sent. Paths are relative to `files.json`;
`sha256` is that of the bytes as sent. What compresses is sent gzipped. Everything ends in `.bin`, which no server takes
for something to compress or to label itself: the bytes are the same on every host, and the page undoes the gzip.
"""
