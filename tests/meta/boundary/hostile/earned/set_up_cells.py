"""Imports what the set-up cells of chapters and exercises import, as they do, and calls what draws."""

import matplotlib.pyplot as plt
import numpy as np
from course.figures import AFTER, BEFORE, FOURTH, THIRD, use_course_style
from course.frameworks import recorded
from course.public_texts import read_text
from grader.check import check
from grader.exercises import EXERCISES
from grader.quality import MEASURES, Share, from_elsewhere, from_the_bank, measured, pooled

from solutions import instance_norm_1d, masked_instance_norm, norm_family
from solutions.instance_norm import instance_norm
from solutions.instance_norm_1d import InstanceNorm1D
from solutions.instance_norm_backward import instance_norm_backward
from solutions.norm_family import batch_norm, group_norm, layer_norm
from solutions.revin import RevIN

use_course_style()
plt.plot([1, 2], color=AFTER)
plt.plot([2, 1], color=BEFORE)
plt.show()
IMPORTED = (FOURTH, THIRD, recorded, read_text, EXERCISES, MEASURES, Share, from_elsewhere, from_the_bank, measured, pooled)
IMPORTED += (instance_norm_1d, masked_instance_norm, norm_family, InstanceNorm1D, instance_norm_backward, RevIN)
IMPORTED += (batch_norm, group_norm, layer_norm)


def instance_norm(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)


check("instance_norm", instance_norm, lang="en")
