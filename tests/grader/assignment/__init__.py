"""An assignment, written down: who takes part, what counts, when it was due, and where the marks go.

tables       a CSV file of which single cells can be changed, and nothing else
describe     assignment.toml, read and checked
roster       the students, from a list of one's own or from what Moodle and Canvas export
recognize    which student a hand-in is from
late         what a hand-in after the deadline still earns
adjust       what a teacher decided by hand
mark         from the results of all hand-ins to one row a student
worksheets   marks back into Moodle's grading worksheet and Canvas' gradebook
feedback     Moodle's archive of feedback files
"""
