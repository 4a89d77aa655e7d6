"""The Python that runs in a page: in WebAssembly, started by `in-page/worker.mjs`, without processes and signals.

`answering` takes the page's requests. `cells` runs code as the cells of a notebook, `exercise` judges an answer; both
write into `outputs`, and what goes wrong is said by `telling`, in `words`. `clock` is the timer that is missing here,
`plots` draws in the theme's colours, and stands in for Matplotlib until that is there.
"""
