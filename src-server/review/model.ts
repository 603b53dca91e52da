import { z } from 'zod';

/**
 * The part of the GoRules JSON decision model (JDM) that a table of ours may be: decision tables in a row, no
 * scripts, no calls, no further models. The visual editor of GoRules opens and writes it.
 */

// Bounded, because ZEN does not survive just any number: see facts.ts.
const coordinate = z.number().min(-1e6).max(1e6).transform(Math.round);
const position = z.strictObject({ x: coordinate, y: coordinate });
const id = z.string().min(1);
const edge = z.strictObject({ id, type: z.literal('edge'), sourceId: id, targetId: id });
const input = z.object({ id, name: z.string(), field: z.string().min(1) });
const rule = z.intersection(z.object({ _id: id }), z.record(z.string(), z.string()));
type JdmRule = z.infer<typeof rule>;

const decisionTable = z.strictObject({
  id,
  name: z.string(),
  type: z.literal('decisionTableNode'),
  position,
  content: z.strictObject({
    hitPolicy: z.enum(['first', 'collect']),
    passThrough: z.literal(true),
    inputField: z.null(),
    outputPath: id,
    executionMode: z.literal('single'),
    inputs: z.array(input).min(1),
    outputs: z.array(input).min(1),
    rules: z.array(rule).min(1),
  }),
});
export type DecisionTable = z.infer<typeof decisionTable>;

export const jdm = z.strictObject({
  contentType: z.literal('application/vnd.gorules.decision'),
  nodes: z.tuple(
    [z.strictObject({ id, name: z.string(), type: z.literal('inputNode'), position })],
    z.discriminatedUnion('type', [
      decisionTable,
      z.strictObject({ id, name: z.string(), type: z.literal('outputNode'), position }),
    ]),
  ),
  edges: z.array(edge),
});
export type Jdm = z.infer<typeof jdm>;

export function tablesOf(model: Jdm): DecisionTable[] {
  return model.nodes.filter((node) => node.type === 'decisionTableNode');
}

interface Cell {
  readonly field: string;
  /** A unary expression of ZEN; an empty cell is left out. */
  readonly expression: string;
}

/** The conditions of a rule. */
export function cellsOf(table: DecisionTable, rule: JdmRule): Cell[] {
  return table.content.inputs
    .map(({ id: column, field }) => ({ field, expression: (rule[column] ?? '').trim() }))
    .filter(({ expression }) => expression !== '');
}

/** What a rule gives: JSON strings only, so that an output cannot be computed. Null where it is none. */
export function outputOf(table: DecisionTable, rule: JdmRule, field: string): string | null {
  const column = table.content.outputs.find((output) => output.field === field);
  const parsed = /^"([A-Za-z0-9]+)"$/.exec((column && rule[column.id]) ?? '');
  return parsed?.[1] ?? null;
}

/** Whether the nodes follow each other in the order of the file, and nothing else leads anywhere. */
export function isChain({ nodes, edges }: Jdm): boolean {
  return (
    nodes.at(-1)?.type === 'outputNode' &&
    nodes.filter((node) => node.type === 'outputNode').length === 1 &&
    edges.length === nodes.length - 1 &&
    edges.every((one, index) => one.sourceId === nodes[index]?.id && one.targetId === nodes[index + 1]?.id)
  );
}
