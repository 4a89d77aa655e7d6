"""The grader, and the way of a submission through its rooms.

    submissions/      find     which files make up which submission, also in archives
                      read     what each file holds: parsed once, in a process that may die of it
                      choose   which of the files answers an exercise
                      load     its code, run in a worker, becomes answers
    sandbox/          launcher starts the processes that a submission's code may enter
                      inside/  all that is visible there: parser, supervisor, worker, and what both sides share
                      submission  the judge's side of a learner's objects, in a worker (client) or here (local);
                               prefetch asks for all calls of a property at once
    judging/          cases    what is tried, drawn for a seed
                      verdict  replays the cases of each property, and counts the points
                      black_box, assertions, counterexample, tracebacks: what is said of a case that fails
    feedback/         diagnosis finds the named mistake, compose the words, pictures and render the page
    reports/          record   a verdict becomes a result; summary and the others write results for a teacher
    assignment/       describe assignment.toml; gather whose hand-ins there are; mark a row a student of their results;
                               worksheets marks back to where they came from

`check` is the short way, in the learner's own process: `calls` says what is wrong with a call of it, `checked` what it
finds out and says, in a notebook and in the pages of the book (book/in_page) alike. `cli` is the command `grade` and
`options` what it is told, `batch` grades many submissions, `grade` one. Both ways meet in `judgment`, so that the
verdict is the same, under the same `time_limits`. `exercises` and `rubric` say what is asked and what it is worth,
`seed` what a teacher draws with, `results` what comes out, `provenance` what graded, `compare` what differs from
another time, `text` how both languages are said, `settings` how a file of settings is read, `quality` how well all this
works.
"""
