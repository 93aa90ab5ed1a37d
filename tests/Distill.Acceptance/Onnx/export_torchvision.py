"""Exports torchvision networks with random weights as ONNX, with an input and PyTorch's own answer beside each.

Usage: python3 export_torchvision.py FOLDER [NETWORK...]

Writes FOLDER/NETWORK.onnx, FOLDER/NETWORK.input and FOLDER/NETWORK.output (32-bit floats, row by row). Every parameter and every
statistic is random, so that no layer is without effect: torchvision starts some at zero or one.
"""
import sys
import warnings

import torch
import torchvision

NETWORKS = [
    "resnet18", "mobilenet_v2", "mobilenet_v3_small", "squeezenet1_1", "shufflenet_v2_x1_0", "densenet121", "vgg11_bn",
    "efficientnet_b0", "regnet_y_400mf", "convnext_tiny", "vit_b_16",
]


def randomize(model):
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            if not tensor.is_floating_point():
                continue
            if name.endswith("running_var") or (tensor.dim() == 1 and name.endswith("weight")):
                tensor.uniform_(0.8, 1.2)
            elif name.endswith("layer_scale"):
                tensor.uniform_(0.1, 0.3)
            elif tensor.dim() > 1 and name.endswith("weight"):
                fan = tensor[0].numel()
                tensor.normal_(0, (1.6 / fan) ** 0.5)
            else:
                tensor.uniform_(-0.1, 0.1)


def export(name, folder):
    torch.manual_seed(1)
    model = getattr(torchvision.models, name)(weights=None).eval()
    randomize(model)
    images = torch.randn(2, 3, 224, 224)
    with torch.no_grad():
        logits = model(images)
    torch.onnx.export(
        model, images[:1], f"{folder}/{name}.onnx", opset_version=17, input_names=["input"], output_names=["output"],
        dynamic_axes={"input": {0: "N"}, "output": {0: "N"}})
    images.numpy().tofile(f"{folder}/{name}.input")
    logits.numpy().tofile(f"{folder}/{name}.output")


warnings.filterwarnings("ignore")
torch.set_num_threads(1)
for network in sys.argv[2:] or NETWORKS:
    export(network, sys.argv[1])
    print(network, flush=True)
