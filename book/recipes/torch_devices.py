import torch
from torch.nn import BatchNorm1d, InstanceNorm1d

torch.manual_seed(0)
x = torch.randn(8, 3, 5)  # (N, C, L)
for norm in [InstanceNorm1d(3), BatchNorm1d(3)]:
    whole = norm(x)
    parts = torch.cat([norm(x[:4]), norm(x[4:])])  # two devices
    same = torch.allclose(whole, parts, atol=1e-6)
    print(same, type(norm).__name__)
half = InstanceNorm1d(3)
parts = torch.cat([half(x[..., :2]), half(x[..., 2:])], dim=2)
print(torch.allclose(half(x), parts), "the sequence cut in two")
