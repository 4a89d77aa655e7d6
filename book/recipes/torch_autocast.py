import torch

listed = torch._C._dispatch_has_kernel_for_dispatch_key
print("CUDA   CPU")
for name in ["layer_norm", "group_norm", "instance_norm"]:
    cuda = listed(f"aten::{name}", "AutocastCUDA")
    cpu = listed(f"aten::{name}", "AutocastCPU")
    print(f"{cuda!s:6} {cpu!s:6} {name}")


class Float32InstanceNorm(torch.nn.InstanceNorm1d):
    def forward(self, x):
        with torch.autocast(x.device.type, enabled=False):
            return super().forward(x.float())


torch.manual_seed(0)
h = torch.randn(4, 3, 1000) + 30  # (N, C, L)
half = h.bfloat16()  # as the layer before may hand it on
exact = torch.nn.InstanceNorm1d(3)(half.double())
with torch.autocast("cpu", dtype=torch.bfloat16):
    plain = torch.nn.InstanceNorm1d(3)(half)
    wide = Float32InstanceNorm(3)(half)
print(f"{(plain - exact).abs().max():.3f} off, {plain.dtype}")
print(f"{(wide - exact).abs().max():.3f} off, {wide.dtype}")
before = torch.nn.InstanceNorm1d(3)(h)
print(f"{(wide - before).abs().max():.3f} lost before the norm")
