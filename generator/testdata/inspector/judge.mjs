// Reads pairs of schemas, [{name, old, new}], and writes what graphql-inspector
// says of each, [{name, changes: [{kind, class, path}], error}].
import { readFileSync } from 'node:fs';
import { diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

async function judge({ name, old, new: now }) {
  try {
    const changes = await diff(buildSchema(old), buildSchema(now));
    return {
      name,
      changes: changes.map(({ type, criticality, path }) => ({ kind: type, class: criticality.level, path: path ?? '' })),
    };
  } catch (error) {
    return { name, changes: [], error: error.message };
  }
}

const pairs = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(await Promise.all(pairs.map(judge))));
