"""The course's answers to every exercise at once."""

from solutions.check_instance_norm import check_instance_norm
from solutions.find_the_bug import add_norm, instance_std, normalize_like, steps, weighted_mean
from solutions.fold_affine import fold_affine
from solutions.cumulative_instance_norm import cumulative_instance_norm
from solutions.instance_norm import instance_norm
from solutions.instance_norm_1d import InstanceNorm1D
from solutions.instance_norm_backward import instance_norm_backward
from solutions.instance_stats import instance_stats
from solutions.keras_to_channels_first import keras_to_channels_first
from solutions.masked_instance_norm import masked_instance_norm
from solutions.masked_instance_norm_1d import MaskedInstanceNorm1D
from solutions.norm_family import batch_norm, group_norm, layer_norm
from solutions.revin import RevIN
from solutions.streaming_stats import streaming_stats
