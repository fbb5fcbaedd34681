#!/usr/bin/env python3
"""A trainer that gets its data from the data plane.

Publishes TRAINING_STARTED, asks the agent of this host for the data, and opens the file. Needs nothing
but Python 3.8; uses confluent_kafka (Debian: python3-confluent-kafka) to publish if --kafka is given,
and numpy to open the file if it is there.

    trainer.py --config hex8_2p --node gpu-1 --agent http://127.0.0.1:7700 --events http://streams-app:8090
    trainer.py --config hex8_2p --node gpu-1 --agent http://127.0.0.1:7700 --kafka broker:9092

Exit code 0: the file was opened; 1: there is no data, and why; 2: wrong arguments.
"""
import argparse
import ast
import json
import ssl
import struct
import sys
import urllib.error
import urllib.parse
import urllib.request
import uuid
import zipfile

EVENTS_TOPIC = "dataplane.events.json"


def started(config, node):
    return {
        "event_type": "TRAINING_STARTED",
        "event_id": str(uuid.uuid4()),
        "source": "trainer",
        "config_key": config,
        "node_id": node,
    }


def post(url, event):
    request = urllib.request.Request(
        url + "/v1/events", json.dumps(event).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        answer.read()


def produce(brokers, event):
    from confluent_kafka import Producer

    failures = []
    producer = Producer({"bootstrap.servers": brokers})
    producer.produce(
        EVENTS_TOPIC,
        key=event["config_key"],
        value=json.dumps(event),
        on_delivery=lambda error, message: failures.append(error) if error else None,
    )
    left = producer.flush(30)
    if left or failures:
        raise OSError("Kafka did not confirm the event: %s" % (failures or "no answer in 30 s"))


def ready(agent, config, wait, ca):
    """What the agent has for this config: {"ready": true, "path": ...} or {"ready": false, "reason": ...}."""
    query = urllib.parse.urlencode({"config": config, "wait": "%ds" % wait})
    context = ssl.create_default_context(cafile=ca) if agent.startswith("https:") else None
    with urllib.request.urlopen(agent + "/v1/ready?" + query, timeout=wait + 10, context=context) as answer:
        return json.load(answer)


def shapes(path):
    """Name to shape of every array: with numpy, or from the headers of the .npy entries."""
    try:
        import numpy
    except ImportError:
        with zipfile.ZipFile(path) as archive:
            return {name[: -len(".npy")]: shape(archive, name) for name in archive.namelist() if name.endswith(".npy")}
    with numpy.load(path, allow_pickle=False) as arrays:
        # What is pickled is named and not read.
        return {name: arrays[name].shape for name in arrays.files if name != "metadata"}


def shape(archive, name):
    with archive.open(name) as entry:
        major = entry.read(8)[6]
        length = struct.unpack("<H", entry.read(2)) if major == 1 else struct.unpack("<I", entry.read(4))
        return ast.literal_eval(entry.read(length[0]).decode("latin-1"))["shape"]


def main():
    parser = argparse.ArgumentParser(description="Gets training data from the data plane.")
    parser.add_argument("--config", required=True, help="what is trained, e.g. hex8_2p")
    parser.add_argument("--node", required=True, help="this node, as its agent calls it")
    parser.add_argument("--agent", required=True, help="URL of this host's agent")
    parser.add_argument("--ca", help="PEM file of who signed the agent's certificate, if that is https")
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--events", help="URL of a streams-app, to post the event to")
    way.add_argument("--kafka", help="brokers, to produce the event to")
    parser.add_argument("--wait", type=int, default=60, help="seconds to wait for data")
    args = parser.parse_args()

    event = started(args.config, args.node)
    if args.kafka:
        produce(args.kafka, event)
    else:
        post(args.events, event)
    print("published TRAINING_STARTED %s" % event["event_id"])

    answer = ready(args.agent, args.config, args.wait, args.ca)
    if not answer["ready"]:
        print("no data for %s: %s: %s" % (args.config, answer["reason"], answer["detail"]))
        return 1
    print("training on %s, sha256 %s" % (answer["path"], answer["sha256"]))
    for name, dimensions in sorted(shapes(answer["path"]).items()):
        print("  %s %s" % (name, dimensions))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, urllib.error.URLError) as failure:
        print("trainer: %s" % failure, file=sys.stderr)
        sys.exit(1)
