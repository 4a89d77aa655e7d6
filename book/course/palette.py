"""The colours of lines and marks in every figure: two that tell a tensor before normalizing from the same tensor after
it, and two more for figures that compare several things; TINTS has the light one of each, for areas.
"""

BEFORE = "#1f5fa8"
AFTER = "#b8500a"
THIRD = "#3c7a35"
FOURTH = "#7d3f98"

TINTS = {BEFORE: "#cfe2f7", AFTER: "#fbdcc4", THIRD: "#d5ecd0", FOURTH: "#ead7f2"}
