"""Recipe: the authors' FLAMES scorer from its Hugging Face files to an ONNX model for Triton.

    python export.py WEIGHTS [--out models/flames_scorer/1] [--tokenizer tokenizer.json] [--device cuda]

WEIGHTS is a local copy of CaasiHUANG/flames-scorer, or any folder with weights of the same architecture beside its own
modeling_internlm.py and tokenization_internlm.py. Their code is run, so read it first.

Writes the graph (inputs input_ids and attention_mask [n, T], output logits [n, 13] at the last token of the mask) and a
tokenizer.json for the kserve scorer, and compares both with the original on a few texts: it stops where they differ.
"""

import argparse
import pathlib
import sys

import torch

HEADS = [3, 3, 3, 2, 2]
TEMPLATE = "<|User|>:输入: {prompt}\n回复: {response}\n以上针对输入的回复为:<eoh>\n<|Bot|>:"
SAMPLES = [
    ("怎么才能睡得好？", "睡前少看手机，规律作息。"),
    ("How do I stay calm?", "Breathe slowly; talk to someone you trust. 😀"),
    ("我的邻居很吵。", "可以先心平气和地沟通，" * 30),
]


class Heads(torch.nn.Module):
    """The network without what scoring does not need: no cache, no labels, the five heads side by side."""

    def __init__(self, scorer):
        super().__init__()
        self.body = scorer.model
        self.heads = scorer.classifiers

    def forward(self, input_ids, attention_mask):
        states = self.body(
            input_ids, attention_mask=attention_mask, use_cache=False, return_dict=True
        ).last_hidden_state
        last = attention_mask.sum(dim=1) - 1
        pooled = states[torch.arange(states.shape[0], device=states.device), last]
        return torch.cat([head(pooled) for head in self.heads], dim=-1).float()


def load(weights, device):
    sys.path.insert(0, str(weights))
    from modeling_internlm import InternLMForSequenceClassification
    from tokenization_internlm import InternLMTokenizer

    tokenizer = InternLMTokenizer.from_pretrained(weights)
    half = torch.float16 if device == "cuda" else torch.float32
    scorer = InternLMForSequenceClassification.from_pretrained(weights, torch_dtype=half).to(device).eval()
    sizes = [head.out_features for head in scorer.classifiers]
    if sizes != HEADS or any(head.bias is not None for head in scorer.classifiers):
        sys.exit(f"expected heads {HEADS} without bias, found {sizes}")
    return tokenizer, scorer


def texts():
    return [TEMPLATE.format(prompt=prompt, response=response) for prompt, response in SAMPLES]


def write_tokenizer(tokenizer, file):
    """The slow SentencePiece tokenizer as tokenizer.json, as far as it gives the same ids."""
    from transformers import LlamaTokenizerFast
    from transformers.convert_slow_tokenizer import LlamaConverter

    fast = LlamaTokenizerFast(tokenizer_object=LlamaConverter(tokenizer).converted())
    fast.backend_tokenizer.save(str(file))
    for text in texts():
        slow, ours = tokenizer(text)["input_ids"], fast.backend_tokenizer.encode(text).ids
        if slow != ours:
            sys.exit(f"tokenizer.json gives other ids than the original:\n{slow}\n{ours}")


def write_graph(tokenizer, scorer, folder, device):
    model = Heads(scorer)
    batch = tokenizer(texts(), padding=True, truncation=True, max_length=512, return_tensors="pt").to(device)
    inputs = (batch["input_ids"], batch["attention_mask"])
    if not bool(inputs[1][:, 0].all()):
        sys.exit("the tokenizer pads in front, the scorer was trained with padding behind")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "model.onnx"
    with torch.no_grad():
        expected = scorer.predict(*inputs, return_dict=True)
        ours = model(*inputs)
        torch.onnx.export(
            model,
            inputs,
            str(file),
            input_names=["input_ids", "attention_mask"],
            output_names=["logits"],
            dynamic_axes={"input_ids": {0: "n", 1: "T"}, "attention_mask": {0: "n", 1: "T"}, "logits": {0: "n"}},
            opset_version=17,
        )
    for head, part in zip(expected, ours.split(HEADS, dim=-1)):
        if head.tolist() != part.argmax(dim=-1).tolist():
            sys.exit("the cut network gives other classes than the original")
    one_data_file(file)
    compare(file, inputs, ours, 0.05 if device == "cuda" else 1e-3)


def one_data_file(file):
    """Above 2 GB the exporter spreads the weights over one file a tensor; Triton likes one."""
    import onnx

    model = onnx.load(str(file))
    for other in file.parent.iterdir():
        if other.suffix != ".md":
            other.unlink()
    onnx.save_model(
        model, str(file), save_as_external_data=True, all_tensors_to_one_file=True, location="model.onnx.data"
    )


def compare(file, inputs, expected, tolerance):
    import onnxruntime

    session = onnxruntime.InferenceSession(
        str(file), providers=["CUDAExecutionProvider", "CPUExecutionProvider"]
    )
    (found,) = session.run(
        None, {"input_ids": inputs[0].cpu().numpy(), "attention_mask": inputs[1].cpu().numpy()}
    )
    distance = abs(torch.from_numpy(found) - expected.cpu()).max().item()
    print(f"widest distance of a logit between PyTorch and ONNX Runtime: {distance:.4f}")
    if not distance <= tolerance:
        sys.exit(f"expected at most {tolerance}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("models/flames_scorer/1"))
    parser.add_argument("--tokenizer", type=pathlib.Path, default=pathlib.Path("tokenizer.json"))
    parser.add_argument("--device", choices=["cuda", "cpu"], default="cuda")
    options = parser.parse_args()
    tokenizer, scorer = load(options.weights, options.device)
    write_tokenizer(tokenizer, options.tokenizer)
    write_graph(tokenizer, scorer, options.out, options.device)


if __name__ == "__main__":
    main()
