"""What a learner hears: `diagnosis` finds the named mistake and the numbers of the pictures, `compose` says it in one
language, `drawing` and `render` make it text or HTML.
"""
