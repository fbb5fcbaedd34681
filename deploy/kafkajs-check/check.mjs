// Reads the manifest and makes the system act, as a service in another language would: with kafkajs
// and a registry client that is not ours. Exit code 0 only if the system answered. See README.md.

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import kafkajs from 'kafkajs';
import schemaRegistry from '@kafkajs/confluent-schema-registry';

const { Kafka, logLevel } = kafkajs;
const { SchemaRegistry, SchemaType } = schemaRegistry;

const MANIFEST = 'dataplane.manifest';
const EVENTS = 'dataplane.events';
const ANSWERS = ['dataplane.needs', 'dataplane.signals'];
const SCHEMA_FILE = new URL('../../schemas/src/test/avro-baseline/ClusterEvent.avsc', import.meta.url);
const TRAINING_STARTED = 'io.ringrift.dataplane.avro.TrainingStarted';

const settings = {
  bootstrap: required('BOOTSTRAP', 'host:port of the broker').split(','),
  registry: required('REGISTRY', 'URL of the schema registry'),
  rows: number('ROWS', 10),
  minRows: number('MIN_ROWS', 1),
  configKey: process.env.CONFIG_KEY ?? 'hex8_2p',
  nodeId: process.env.NODE_ID,
  readSeconds: number('READ_SECONDS', 15),
  answerSeconds: number('ANSWER_SECONDS', 60),
};

const kafka = new Kafka({
  clientId: 'kafkajs-check',
  brokers: settings.bootstrap,
  logLevel: logLevel.NOTHING,
});
const registry = new SchemaRegistry({ host: settings.registry });
const opened = [];

try {
  const rows = await readManifest();
  const nodeId = settings.nodeId ?? nodeOf(rows) ?? 'kafkajs-check';
  await askAndWait(nodeId);
  console.log('OK: kafkajs read the manifest, and the system acted on its event.');
} catch (error) {
  console.error(`FAILED: ${error.message}`);
  process.exitCode = 1;
} finally {
  await Promise.allSettled(opened.map((client) => client.disconnect()));
}

/** The first rows of the manifest: all of a small one, ROWS of a large one. */
async function readManifest() {
  const rows = [];
  const starts = new Map([[MANIFEST, (await offsetsOf(MANIFEST)).map(({ low }) => low)]]);
  await consume(starts, settings.readSeconds, async ({ partition, message }) => {
    const item = await registry.decode(message.value);
    rows.push(item);
    const replicas = item.replicas.map((replica) => `${replica.node_id}=${replica.state}`);
    console.log(
      `row ${message.key} (partition ${partition}): ${item.item_type} ${item.config_key}` +
        ` ${item.sha256?.slice(0, 12) ?? 'no content'} ${replicas.join(' ')}`,
    );
    return rows.length >= settings.rows;
  });
  if (rows.length < settings.minRows) {
    throw new Error(
      `${MANIFEST} gave ${rows.length} rows in ${settings.readSeconds} s,` +
        ` wanted at least ${settings.minRows} (MIN_ROWS)`,
    );
  }
  console.log(`${rows.length} rows of ${MANIFEST} decoded by their schema in the registry`);
  return rows;
}

/** Publishes TRAINING_STARTED and waits for a need or a signal that names it. */
async function askAndWait(nodeId) {
  const starts = new Map();
  for (const topic of ANSWERS) {
    starts.set(topic, (await offsetsOf(topic)).map(({ high }) => high));
  }
  const eventId = randomUUID();
  const publishedAt = Date.now();
  await publish({
    event_id: eventId,
    occurred_at: publishedAt,
    source: 'kafkajs-check',
    // A union of records: avsc wants the branch named.
    payload: {
      [TRAINING_STARTED]: { config_key: settings.configKey, node_id: nodeId, job_id: null },
    },
  });
  console.log(`published TRAINING_STARTED(${settings.configKey}, ${nodeId}), event_id ${eventId}`);

  const answered = await consume(starts, settings.answerSeconds, async ({ topic, message }) => {
    const answer = await registry.decode(message.value);
    if (answer.event_id !== eventId) {
      return false;
    }
    console.log(
      `after ${Date.now() - publishedAt} ms ${topic} says` +
        ` ${answer.type ?? answer.state} ${answer.reason} (key ${message.key})`,
    );
    return true;
  });
  if (!answered) {
    throw new Error(
      `no record of ${ANSWERS.join(' or ')} with event_id ${eventId}` +
        ` within ${settings.answerSeconds} s (ANSWER_SECONDS)`,
    );
  }
}

async function publish(event) {
  const producer = kafka.producer({ idempotent: true });
  opened.push(producer);
  await producer.connect();
  const value = await registry.encode(await eventSchemaId(), event);
  await producer.send({ topic: EVENTS, messages: [{ key: settings.configKey, value }] });
}

/** The subject's latest schema; on a fresh registry the one of this repository is registered. */
async function eventSchemaId() {
  const subject = `${EVENTS}-value`;
  try {
    return await registry.getLatestSchemaId(subject);
  } catch (error) {
    if (error.status !== 404) {
      throw error;
    }
    const schema = await readFile(SCHEMA_FILE, 'utf8');
    const { id } = await registry.register({ type: SchemaType.AVRO, schema }, { subject });
    console.log(`registered the schema of ${subject}`);
    return id;
  }
}

/**
 * Gives each record, tombstones left out, to onRecord, one at a time, until that answers true.
 *
 * @param starts topic to its first offsets, by partition
 * @returns whether onRecord answered true; false: the time was up
 */
async function consume(starts, seconds, onRecord) {
  const consumer = kafka.consumer({ groupId: `kafkajs-check-${randomUUID()}` });
  opened.push(consumer);
  await consumer.connect();
  await consumer.subscribe({ topics: [...starts.keys()], fromBeginning: true });
  let timer;
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(() => resolve(false), seconds * 1000);
      const eachMessage = async (record) => {
        try {
          if (record.message.value !== null && (await onRecord(record))) {
            resolve(true);
          }
        } catch (error) {
          reject(new Error(`${record.topic} at ${record.message.offset}: ${error.message}`));
        }
      };
      consumer.run({ autoCommit: false, eachMessage }).catch(reject);
      for (const [topic, offsets] of starts) {
        offsets.forEach((offset, partition) => consumer.seek({ topic, partition, offset }));
      }
    });
  } finally {
    clearTimeout(timer);
    await consumer.stop();
  }
}

/** Lowest and next offset of each partition. */
async function offsetsOf(topic) {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(topic);
    return offsets.sort((a, b) => a.partition - b.partition);
  } finally {
    await admin.disconnect();
  }
}

function nodeOf(rows) {
  return rows.flatMap((row) => row.replicas).map((replica) => replica.node_id)[0];
}

function required(name, meaning) {
  const value = process.env[name];
  if (!value) {
    console.error(`FAILED: ${name} is missing, wanted: ${meaning}`);
    process.exit(2);
  }
  return value;
}

function number(name, fallback) {
  const value = Number(process.env[name] ?? fallback);
  if (!Number.isFinite(value) || value < 0) {
    console.error(`FAILED: ${name} is '${process.env[name]}', allowed: 0 or more`);
    process.exit(2);
  }
  return value;
}
