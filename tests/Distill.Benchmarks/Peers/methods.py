"""The methods of jobs/evidence/cifar10-resnet8.yaml in plain PyTorch, written down a second time: they should agree with Distill's figures.

    methods.py CIFAR_FOLDER TEACHER_WEIGHTS [--methods alone,kd,order,kd-order] [--seeds 1,2,3] [--threads 1] [...]

A teacher labels four views of every image once (float16 logits; the orders in which the channels of its three stages switch on), and students
learn from them: alone, with Hinton's loss, with the orders, with both. TEACHER_WEIGHTS is a TorchScript file, or `random`. Prints a
line of JSON for every run, {"method", "seed", "accuracy", "seconds"}, and one with the means at the end; accuracies are those of the last
epoch on the test images."""
import argparse
import json
import math
import os
import statistics
import sys
import time

import numpy
import torch
import torch.nn.functional as F

import cifar
import networks

# The settings that were tuned for the job's rows: kd, and order over three stages.
TEMPERATURE, SOFT, HARD, ORDER = 2.0, 3.0, 0.1, 0.3
PREFIXES, SHARES = (8, 16, 32), (0.25, 0.5, 1.0)
CALIBRATED, LEAST = 4096, torch.finfo(torch.float32).min / 4


def views_of(images, count, seed=1):
    """Every view crops an image from its zero padding of 4 pixels, and mirrors half of them."""
    random = numpy.random.default_rng(seed)
    padded = numpy.pad(images, ((0, 0), (4, 4), (4, 4), (0, 0)))
    places = numpy.arange(32)
    for _ in range(count):
        rows, columns = (random.integers(0, 9, (len(images), 1)) + places for _ in range(2))
        columns = numpy.where(random.random((len(images), 1)) < 0.5, columns[:, ::-1], columns)
        yield padded[numpy.arange(len(images))[:, None, None], rows[:, :, None], columns[:, None, :]]


def pixels_of(images):
    scaled = torch.from_numpy(numpy.ascontiguousarray(images)).float().div(255)
    return ((scaled - torch.tensor(cifar.MEAN)) / torch.tensor(cifar.STD)).permute(0, 3, 1, 2).contiguous()


def answers(network, images):
    """Logits and pooled features of the stages for all images, as the network gives them when it does not learn."""
    network.eval()
    with torch.no_grad():
        parts = [(network.linear(stages[-1]), *stages) for at in range(0, len(images), 250) for stages in [network.stages(pixels_of(images[at:at + 250]))]]
    network.train()
    logits, *stages = [torch.cat(values) for values in zip(*parts)]
    return logits, stages


def order_of(z, prefix):
    """The channels above rest, the strongest first (of two alike the first one), and how many there are of them, at most a prefix."""
    order = torch.sort(z, dim=1, descending=True, stable=True).indices[:, :prefix]
    return order, (z > 0).sum(1).clamp(max=order.shape[1])


def order_loss(scores, order, lengths):
    """Minus the Plackett-Luce likelihood of the orders, mean over the batch; channels that are not listed stay in the race."""
    valid = torch.arange(order.shape[1]) < lengths[:, None]
    listed = torch.zeros_like(scores, dtype=torch.bool).scatter(1, order, valid)
    own = scores.gather(1, order).masked_fill(~valid, LEAST)
    rest = scores.masked_fill(listed, LEAST).logsumexp(1, keepdim=True)
    race = torch.logaddexp(own.flip(1).logcumsumexp(1).flip(1), rest)
    return (race - own).masked_fill(~valid, 0).sum(1).mean()


def labels_of(teacher, images, count):
    """For every view its images, the teacher's logits, and its orders by z-scores over the first images as they are."""
    resting = [(stage.double().mean(0), stage.double().std(0, unbiased=False) + 1e-6) for stage in answers(teacher, images[:CALIBRATED])[1]]
    for view in views_of(images, count):
        logits, stages = answers(teacher, view)
        orders = [order_of(((stage.double() - mean) / deviation).float(), prefix) for stage, (mean, deviation), prefix in zip(stages, resting, PREFIXES)]
        yield view, logits.half().float(), orders


def rate_at(step, steps_per_epoch, epochs, peak):
    warm = steps_per_epoch
    if step < warm:
        return peak * (step + 1) / (warm + 1)
    return peak * 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, epochs * steps_per_epoch - warm)))


def loss_of(method, student, connectors, batch):
    pixels, wanted, logits, orders = batch
    stages = student.stages(pixels)
    predicted = student.linear(stages[-1])
    loss = F.cross_entropy(predicted, wanted)
    if method.startswith("kd"):
        soft = F.kl_div(F.log_softmax(predicted / TEMPERATURE, 1), F.softmax(logits / TEMPERATURE, 1), reduction="batchmean") * TEMPERATURE**2
        loss = HARD * loss + SOFT * soft
    if method.endswith("order"):
        loss = loss + ORDER * sum(share * order_loss(connector(stage), *order) for share, connector, stage, order in zip(SHARES, connectors, stages, orders))
    return loss


def connectors_of(method):
    """The maps from the student's features to scores of the teacher's channels; a stage of these networks has 16, 32 or 64 whatever their depth."""
    return [torch.nn.Linear(channels, channels) for channels in (16, 32, 64)] if method.endswith("order") else []


def train(method, seed, student, connectors, views, classes, options):
    """Trains the student in place; the losses of all steps."""
    losses = []
    parameters = [*student.parameters(), *(parameter for connector in connectors for parameter in connector.parameters())]
    optimizer = torch.optim.SGD(parameters, options.rate, momentum=0.9, nesterov=True, weight_decay=5e-4)
    shuffle = torch.Generator().manual_seed(seed)
    count = len(classes)
    steps = count // options.batch + (count % options.batch > 1)
    for step in range(options.epochs * steps):
        if step % steps == 0:
            view, logits, orders = views[step // steps % len(views)]
            samples = torch.randperm(count, generator=shuffle)
        chosen = samples[step % steps * options.batch:][:options.batch]
        optimizer.param_groups[0]["lr"] = rate_at(step, steps, options.epochs, options.rate)
        optimizer.zero_grad(set_to_none=True)
        of_chosen = [(order[chosen], lengths[chosen]) for order, lengths in orders]
        loss = loss_of(method, student, connectors, (pixels_of(view[chosen.numpy()]), classes[chosen], logits[chosen], of_chosen))
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def accuracy_of(network, images, classes):
    return (answers(network, images)[0].argmax(1) == classes).sum().item() / len(classes)


def main(options):
    torch.set_num_threads(options.threads)
    images, classes = cifar.read(os.path.join(options.folder, "data_batch_1.bin"), options.images)
    test = cifar.read(os.path.join(options.folder, "test_batch.bin"))
    teacher = networks.create(options.teacher)
    if options.weights != "random":
        teacher.load_state_dict(torch.jit.load(options.weights).state_dict())
    views = list(labels_of(teacher, images, options.views))
    right = statistics.mean((logits.argmax(1) == classes).sum().item() / len(classes) for _, logits, _ in views)
    print(f"The teacher is right about {100 * right:.2f} % of the views.", file=sys.stderr)
    accuracies = {}
    for seed in map(int, options.seeds.split(",")):
        for method in options.methods.split(","):
            started = time.perf_counter()
            torch.manual_seed(seed)
            student = networks.create(options.student)
            train(method, seed, student, connectors_of(method), views, classes, options)
            accuracy = accuracy_of(student, *test)
            accuracies.setdefault(method, []).append(accuracy)
            print(json.dumps({"method": method, "seed": seed, "accuracy": accuracy, "seconds": time.perf_counter() - started}), flush=True)
    print(json.dumps({method: {"mean": statistics.mean(values), "deviation": statistics.stdev(values) if len(values) > 1 else None} for method, values in accuracies.items()}))


def arguments():
    parser = argparse.ArgumentParser(description="The methods in plain PyTorch; the defaults are the job's.")
    parser.add_argument("folder", help="folder with data_batch_1.bin and test_batch.bin")
    parser.add_argument("weights", help="TorchScript file of the teacher, or random")
    parser.add_argument("--methods", default="alone,kd,order,kd-order")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--teacher", default="cifar10_resnet56")
    parser.add_argument("--student", default="resnet8")
    parser.add_argument("--views", type=int, default=4)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=0.1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--images", type=int, default=None, help="learn from the first so many images only")
    return parser.parse_args()


if __name__ == "__main__":
    main(arguments())
