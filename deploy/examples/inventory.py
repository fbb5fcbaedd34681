#!/usr/bin/env python3
"""Writes an inventory of a folder for `./dataplane import`, one JSON object a line.

For a node that has no agent: a drive behind a plain file server. Reads every file once, for its hash.

    inventory.py --node owc /Volumes/RingRift-Data > owc.jsonl
    inventory.py --node owc --quality 0.9 /Volumes/RingRift-Data npz/hex8_2p > some.jsonl

A file whose size or time changes while it is read is left out and told on stderr (exit code 1). Needs
nothing but Python 3.8.
"""
import argparse
import hashlib
import json
import os
import sys

ENDINGS = (".npz", ".db", ".pth", ".pt", ".onnx")


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def files(folder, parts):
    for part in parts:
        for place, folders, names in os.walk(os.path.join(folder, part), followlinks=True):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if name.endswith(ENDINGS) and not name.startswith("."):
                    yield os.path.join(place, name)


def line(node, folder, path, quality):
    before = os.stat(path)
    found = {
        "node_id": node,
        "item_id": os.path.relpath(path, folder).replace(os.sep, "/"),
        "sha256": sha256(path),
        "size_bytes": before.st_size,
        "content_time": int(before.st_mtime),
        "path": os.path.abspath(path),
    }
    after = os.stat(path)
    if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        return None
    if quality is not None and path.endswith(".npz"):
        found["quality_score"] = quality
    return found


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--node", required=True, help="id of the node that has the folder")
    parser.add_argument("--quality", type=float, help="of all NPZ files here, 0..1")
    parser.add_argument("folder", help="what the base URL of the node serves")
    parser.add_argument("part", nargs="*", default=[""], help="folders below it; else all")
    wanted = parser.parse_args()
    changed = 0
    for path in files(wanted.folder, wanted.part):
        found = line(wanted.node, wanted.folder, path, wanted.quality)
        if found is None:
            changed += 1
            print("left out, it changed while it was read: " + path, file=sys.stderr)
        else:
            print(json.dumps(found, ensure_ascii=False))
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
