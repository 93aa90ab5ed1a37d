"""Knowledge distillation in PyTorch: the peer that Distill is measured against.

    distillation.py step  VARIANT NETWORK BATCH THREADS      one training step of a student, again and again
    distillation.py label VARIANT NETWORK BATCH THREADS      the teacher's forward pass, again and again
(job.py does a whole job.) Both take for every line N on standard input N steps and answer with the milliseconds of each, so that whoever asks can take
turns. Variants: `plain` as everybody writes it (float32, the default layout); `channels_last`; `bfloat16` (channels last and autocast)."""
import contextlib
import sys
import time

import torch
import torch.nn.functional as F

import networks

TEMPERATURE = 4.0


def layout(variant):
    return torch.contiguous_format if variant == "plain" else torch.channels_last


def casting(variant):
    return torch.autocast("cpu", torch.bfloat16) if variant == "bfloat16" else contextlib.nullcontext()


def loss_of(student, teacher, labels):
    soft = F.kl_div(F.log_softmax(student / TEMPERATURE, 1), F.softmax(teacher / TEMPERATURE, 1), reduction="batchmean") * TEMPERATURE**2
    return 0.9 * soft + 0.1 * F.cross_entropy(student, labels)


def sgd(network, rate):
    return torch.optim.SGD(network.parameters(), rate, momentum=0.9, nesterov=True, weight_decay=5e-4)


def stepper(variant, name, batch):
    student = networks.create(name).to(memory_format=layout(variant))
    optimizer = sgd(student, 0.05)
    images = (torch.rand(batch, 3, 32, 32) * 2 - 1).to(memory_format=layout(variant))
    labels = torch.randint(0, 10, (batch,))
    teacher = torch.randn(batch, 10)

    def step():
        optimizer.zero_grad(set_to_none=True)
        with casting(variant):
            logits = student(images)
        loss_of(logits.float(), teacher, labels).backward()
        optimizer.step()

    return step


def labeller(variant, name, batch):
    teacher = networks.create(name).to(memory_format=layout(variant)).eval()
    images = (torch.rand(batch, 3, 32, 32) * 2 - 1).to(memory_format=layout(variant))

    def step():
        with torch.no_grad(), casting(variant):
            teacher(images)

    return step


def serve(step):
    for line in sys.stdin:
        times = []
        for _ in range(int(line)):
            start = time.perf_counter()
            step()
            times.append((time.perf_counter() - start) * 1e3)
        print(*times, flush=True)


if __name__ == "__main__":
    verb, variant, name, batch, threads = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
    torch.set_num_threads(threads)
    serve({"step": stepper, "label": labeller}[verb](variant, name, batch))
