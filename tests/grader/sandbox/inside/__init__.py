"""All of the course that a submission can see: what reads it, runs it, and answers the judge's calls at it.

The sandbox shows this folder, Python, and the packages that a notebook is promised, and nothing else. So nothing here
imports anything of the course outside this folder, and nothing here knows an answer, a case or a mark. The judge's side
imports from here what both sides must do alike: values on the wire, messages, a stream of blocks.
"""
