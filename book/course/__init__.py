"""What chapters import beside NumPy and the solutions; a notebook says `from course.figures import use_course_style`.

figures       the style of every figure, and the colours of palette
labels        names at the ends of lines, in the place of a legend
normalizing   the picture of what normalizing does to an instance
widths        a figure as wide as the column, and once more for a phone
frameworks    what PyTorch, ONNX, Keras and Flax returned, recorded in frameworks.json
public_texts  real text, from the folder texts
chapters      the titles of the chapters, for who points to one: the grader's feedback and the book's pages
"""
