import warnings

import torch

torch.manual_seed(0)
x = torch.randn(4, 7)  # meant as four samples of seven features
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    y = torch.nn.InstanceNorm1d(7)(x)
one_sample = torch.nn.InstanceNorm1d(4)(x.unsqueeze(0))[0]
print(torch.equal(y, one_sample), "2-D is (C, L)")
print(len(caught), "warning")

x = torch.randn(4, 3, 7) + 5  # (N, C, L)
layer = torch.nn.InstanceNorm1d(3, track_running_stats=True)
training = layer(x).mean(dim=2).abs().max()
evaluation = layer.eval()(x).mean(dim=2).abs().max()
print(f"{training:.1f} largest mean, training")
print(f"{evaluation:.1f} largest mean, evaluation")
