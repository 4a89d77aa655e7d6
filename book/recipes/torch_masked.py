import torch


class MaskedInstanceNorm(torch.nn.Module):
    def __init__(self, num_features, eps=1e-5):
        super().__init__()
        self.eps = eps
        self.gamma = torch.nn.Parameter(torch.ones(num_features))
        self.beta = torch.nn.Parameter(torch.zeros(num_features))

    def forward(self, x, mask):  # (B, L, F), (B, L)
        token = mask.unsqueeze(-1)
        count = token.sum(dim=1, keepdim=True).clamp(min=1)
        x = x.where(token, 0)
        mean = x.sum(dim=1, keepdim=True) / count
        centred = (x - mean).where(token, 0)
        var = centred.square().sum(dim=1, keepdim=True) / count
        y = centred / torch.sqrt(var + self.eps)
        return (self.gamma * y + self.beta).where(token, 0)


torch.manual_seed(0)
x = torch.randn(2, 5, 3)
mask = torch.arange(5) < torch.tensor([[5], [3]])
x[~mask] = torch.nan  # poison the padding
x.requires_grad_()
y = MaskedInstanceNorm(3)(x, mask)
(y * torch.randn(2, 5, 3)).sum().backward()

short = x[1:, :3].transpose(1, 2)  # the same without padding
alone = torch.nn.InstanceNorm1d(3)(short).transpose(1, 2)
print(torch.allclose(y[1:, :3], alone, atol=1e-5), "tokens")
print((y[~mask] == 0).all().item(), "padding is 0")
print(x.grad.isfinite().all().item(), "finite gradient")
