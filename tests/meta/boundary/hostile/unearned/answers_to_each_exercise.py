"""The course's answers, each called by a function of its own, so that one import that fails costs no other."""

import importlib


def asked(exercise, name):
    def called(*args, **kwargs):
        return getattr(importlib.import_module(f"solutions.{exercise}"), name)(*args, **kwargs)

    return called


add_norm, instance_std = asked("find_the_bug", "add_norm"), asked("find_the_bug", "instance_std")
check_instance_norm = asked("check_instance_norm", "check_instance_norm")
fold_affine = asked("fold_affine", "fold_affine")
cumulative_instance_norm = asked("cumulative_instance_norm", "cumulative_instance_norm")
instance_norm = asked("instance_norm", "instance_norm")
InstanceNorm1D = asked("instance_norm_1d", "InstanceNorm1D")
instance_norm_backward = asked("instance_norm_backward", "instance_norm_backward")
instance_stats = asked("instance_stats", "instance_stats")
keras_to_channels_first = asked("keras_to_channels_first", "keras_to_channels_first")
masked_instance_norm = asked("masked_instance_norm", "masked_instance_norm")
MaskedInstanceNorm1D = asked("masked_instance_norm_1d", "MaskedInstanceNorm1D")
batch_norm, layer_norm = asked("norm_family", "batch_norm"), asked("norm_family", "layer_norm")
group_norm = asked("norm_family", "group_norm")
normalize_like, steps = asked("find_the_bug", "normalize_like"), asked("find_the_bug", "steps")
RevIN = asked("revin", "RevIN")
streaming_stats = asked("streaming_stats", "streaming_stats")
weighted_mean = asked("find_the_bug", "weighted_mean")
