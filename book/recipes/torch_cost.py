import torch
from torch.profiler import ProfilerActivity, profile

B, L, F = 32, 128, 64
x = torch.randn(B, L, F)
layer = torch.nn.LayerNorm(F)
instance = torch.nn.InstanceNorm1d(F, affine=True)
channels_first = torch.randn(B, F, L)


def memory(run):  # in units of the input
    cpu = [ProfilerActivity.CPU]
    with profile(activities=cpu, profile_memory=True) as seen:
        run()
    events = seen.key_averages()
    taken = sum(max(event.self_cpu_memory_usage, 0) for event in events)
    return taken / x.nbytes


def transposed():
    return instance(x.transpose(1, 2)).transpose(1, 2)


with torch.no_grad():
    print(f"{memory(lambda: layer(x)):.2f} LayerNorm")
    there = memory(lambda: instance(channels_first))
    print(f"{there:.2f} InstanceNorm1d")
    print(f"{memory(transposed):.2f} InstanceNorm1d, transposed")
