"""A whole distillation job in PyTorch, as everybody writes it and as an expert does.

    job.py VARIANT STUDENT TEACHER THREADS EPOCHS VIEWS SEED CIFAR_FOLDER TEACHER_WEIGHTS [IMAGES]

`plain`: float32, default layout, the teacher's forward pass at every step, torchvision's transforms in a DataLoader with a worker per thread.
`tuned`: channels last, autocast to bfloat16 (or what the variable TUNED says: `channels_last` stays with float32), the teacher's logits of every view
computed once and kept in memory, images of every view, too.
Both see the same views: sample s of view v is cropped and flipped by a generator seeded with (v, s). TEACHER_WEIGHTS is a TorchScript file, or
`random`. Prints one line of JSON: accuracy on the test images. Whoever compares times takes those of the whole process."""
import contextlib
import json
import os
import sys

import torch
import torch.nn.functional as F
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms

import cifar
import distillation
import networks

BATCH = 128


class Views(Dataset):
    def __init__(self, images, labels, view):
        self.images, self.labels, self.view = images, labels, view
        augment = [transforms.RandomCrop(32, padding=4), transforms.RandomHorizontalFlip()] if view >= 0 else []
        self.transform = transforms.Compose(augment + [transforms.ToTensor(), transforms.Normalize(cifar.MEAN, cifar.STD)])

    def __len__(self):
        return len(self.images)

    def __getitem__(self, sample):
        torch.manual_seed(self.view * 1_000_003 + sample)
        return self.transform(Image.fromarray(self.images[sample])), self.labels[sample], sample


def evaluate(network, images, labels, variant):
    network.eval()
    right = 0
    with torch.no_grad(), distillation.casting(variant):
        for pixels, wanted, _ in DataLoader(Views(images, labels, -1), 250):
            right += (network(pixels.to(memory_format=distillation.layout(variant))).argmax(1) == wanted).sum().item()
    network.train()
    return right / len(labels)


def rendered(images, labels, view, threads, variant):
    pixels = torch.empty(len(images), 3, 32, 32).to(memory_format=distillation.layout(variant))
    for part, _, samples in DataLoader(Views(images, labels, view), 500, num_workers=threads):
        pixels[samples] = part
    return pixels


def main(style, student_name, teacher_name, threads, epochs, views, seed, folder, weights, count=None):
    torch.set_num_threads(threads)
    variant = "plain" if style == "plain" else os.environ.get("TUNED", "bfloat16")
    images, labels = cifar.read(os.path.join(folder, "data_batch_1.bin"), count)
    teacher = networks.create(teacher_name)
    if weights != "random":
        teacher.load_state_dict(torch.jit.load(weights).state_dict())
    teacher = teacher.to(memory_format=distillation.layout(variant)).eval()
    torch.manual_seed(seed)
    student = networks.create(student_name).to(memory_format=distillation.layout(variant))
    optimizer = distillation.sgd(student, 0.1)
    steps = -(-len(labels) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.1, epochs * steps, pct_start=1 / epochs, cycle_momentum=False)
    kept = {}

    def answers(pixels):
        with torch.no_grad(), distillation.casting(variant):
            return teacher(pixels).float()

    def batches(view, generator):
        if style == "plain":
            for pixels, wanted, _ in DataLoader(Views(images, labels, view), BATCH, shuffle=True, num_workers=threads, generator=generator):
                yield pixels, wanted, answers(pixels)
        else:
            if view not in kept:
                pixels = rendered(images, labels, view, threads, variant)
                kept[view] = pixels, torch.cat([answers(part) for part in pixels.split(BATCH)])
            pixels, logits = kept[view]
            for samples in torch.randperm(len(labels), generator=generator).split(BATCH):
                yield pixels[samples].contiguous(memory_format=torch.channels_last), labels[samples], logits[samples]

    generator = torch.Generator().manual_seed(seed)
    for epoch in range(epochs):
        for pixels, wanted, logits in batches(epoch % views, generator):
            optimizer.zero_grad(set_to_none=True)
            with distillation.casting(variant):
                predicted = student(pixels)
            distillation.loss_of(predicted.float(), logits, wanted).backward()
            optimizer.step()
            schedule.step()
    accuracy = evaluate(student, *cifar.read(os.path.join(folder, "test_batch.bin"), count), "plain" if style == "plain" else variant)
    print(json.dumps({"accuracy": accuracy}))


if __name__ == "__main__":
    style, student, teacher, threads, epochs, views, seed, folder, weights = sys.argv[1:10]
    main(style, student, teacher, int(threads), int(epochs), int(views), int(seed), folder, weights, int(sys.argv[10]) if len(sys.argv) > 10 else None)
