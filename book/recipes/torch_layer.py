import torch

torch.manual_seed(0)
x = torch.randn(4, 7, 3) * 10 + 5  # (B, L, F)
layer = torch.nn.InstanceNorm1d(3, eps=1e-5, affine=True)

y = layer(x.transpose(1, 2)).transpose(1, 2)

var, mean = torch.var_mean(x, dim=1, keepdim=True, correction=0)
right = (x - mean) / torch.sqrt(var + 1e-5)
print(tuple(y.shape), "shape")
print(torch.allclose(y, right, atol=1e-5), "the formula")
