import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countFlow } from '../../src/flow/count.ts';
import { deriveState } from '../../src/flow/derive.ts';
import { renderJson } from '../../src/flow/render/json.ts';
import { facts, vote } from './facts.ts';
import { anyFlow } from './render/flows.ts';

const file = new URL('../../assets/schemas/flow.schema.json', import.meta.url);
const validate = new Ajv2020().compile(JSON.parse(readFileSync(file, 'utf8')) as object);

it('the flow as JSON is what its published schema says', () => {
  const votes = ['MP', 'ML'].map((person) => vote(person, 'a-1', 'exclude', 'off'));
  const { json } = countFlow(deriveState(facts({ records: { a: 3 }, votes })), '0.1.0');
  for (const countsOnly of [false, true]) {
    expect(validate(JSON.parse(renderJson(json, { countsOnly })))).toBe(true);
  }
  fc.assert(
    fc.property(anyFlow, (flow) => {
      expect(validate(JSON.parse(renderJson(flow)))).toBe(true);
    }),
  );
  expect(validate({ ...json, provisional: 'no' })).toBe(false);
  expect(validate({ ...json, databases: { ...json.databases, screened: -1 } })).toBe(false);
});
