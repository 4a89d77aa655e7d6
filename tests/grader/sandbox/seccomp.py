"""The system calls that a submission may not make, as a filter that the kernel runs (seccomp, in classic BPF).

Denied is what would leave a trace in the kernel for the next submission (keyrings, the priority of other processes), be
memory that nobody counts (System V's, and files without a name), lead out of the namespaces of the sandbox (a user
namespace of one's own, mounts), or into other processes. The numbers are those of Linux's
arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h, the constants those of linux/bpf_common.h,
linux/seccomp.h and linux/audit.h.
"""

import struct

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
DENIED = {
    "x86_64": {
        "add_key": 248, "request_key": 249, "keyctl": 250, "ioprio_set": 251, "ptrace": 101, "unshare": 272,
        "setns": 308, "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161, "bpf": 321,
        "perf_event_open": 298, "userfaultfd": 323, "process_vm_readv": 310, "process_vm_writev": 311,
        "fanotify_init": 300, "open_by_handle_at": 304, "mq_open": 240,
        "memfd_create": 319, "shmget": 29, "semget": 64, "msgget": 68,
    },
    "aarch64": {
        "add_key": 217, "request_key": 218, "keyctl": 219, "ioprio_set": 30, "ptrace": 117, "unshare": 97,
        "setns": 268, "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "bpf": 280,
        "perf_event_open": 241, "userfaultfd": 282, "process_vm_readv": 270, "process_vm_writev": 271,
        "fanotify_init": 262, "open_by_handle_at": 265, "mq_open": 180,
        "memfd_create": 279, "shmget": 194, "semget": 190, "msgget": 186,
    },
}  # fmt: skip
# Of these a caller is told that the kernel does not know them: libraries of C then use older calls.
UNKNOWN = {
    "clone3": 435,
    "io_uring_setup": 425,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "mount_setattr": 442,
}
CLONE = {"x86_64": 56, "aarch64": 220}
NEW_USER_NAMESPACE = 0x10000000
OTHER_ABI = 0x40000000  # x86_64's x32 calls begin here
EPERM, ENOSYS = 1, 38

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, FAIL_WITH = 0x7FFF0000, 0x00050000
NUMBER_AT, ARCHITECTURE_AT, FIRST_ARGUMENT_AT = 0, 4, 16


def filter_for(machine: str) -> bytes | None:
    """The filter for a machine as `os.uname().machine` calls it, as bwrap reads it; None for one not known here."""
    if machine not in ARCHITECTURES:
        return None
    # Each test jumps over as many steps as it says where it holds, and otherwise goes on; the three ends come last.
    denied, unknown = sorted(DENIED[machine].values()), sorted(UNKNOWN.values())
    steps: list[tuple[int, int, str, str]] = [
        (LOAD, ARCHITECTURE_AT, "", ""),
        (EQUAL, ARCHITECTURES[machine], "", "deny"),
        (LOAD, NUMBER_AT, "", ""),
        (AT_LEAST, OTHER_ABI, "deny", ""),
        *((EQUAL, number, "deny", "") for number in denied),
        *((EQUAL, number, "unknown", "") for number in unknown),
        (EQUAL, CLONE[machine], "", "allow"),
        (LOAD, FIRST_ARGUMENT_AT, "", ""),
        (ANY_BIT, NEW_USER_NAMESPACE, "deny", "allow"),
    ]
    ends = {"": 0, "allow": len(steps), "deny": len(steps) + 1, "unknown": len(steps) + 2}

    def jump(place: int, end: str) -> int:
        return ends[end] - place - 1 if end else 0

    program = [
        struct.pack("=HBBI", code, jump(place, holds), jump(place, fails), value)
        for place, (code, value, holds, fails) in enumerate(steps)
    ]
    returns = (ALLOW, FAIL_WITH | EPERM, FAIL_WITH | ENOSYS)
    return b"".join([*program, *(struct.pack("=HBBI", RETURN, 0, 0, value) for value in returns)])
