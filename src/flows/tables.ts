import type { ColumnType, Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';
import type { FlowContent } from './content/graph-contract.ts';
import type { NodeKind } from './content/node-contract.ts';
import type { NodeChange, Positions } from './contract.ts';
import type { Question } from './templates/contract.ts';
import type { TestCase } from './test-cases/contract.ts';

/** The tables that this slice writes. The database writes `flow_statistics` with the record of a call. */
export interface FlowTables {
  flows: FlowsTable;
  flow_versions: FlowVersions;
  flow_version_media: FlowVersionMedia;
  flow_texts: FlowTexts;
  flow_statistics: FlowStatistics;
  flow_templates: FlowTemplates;
}

/** A missing target. `at`: when it was last reported. */
export type Missed = { target: string; nodeId: string; node: string; kind: NodeKind; at: string };

/** A user or program that changed the draft. */
export type Editor = { id: string | null; name: string };

type FlowsTable = {
  id: Immutable<string>;
  tenant_id: Immutable<string>;
  name: string;
  number: string | null;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
  /** node-postgres would write an array as a PostgreSQL array, so JSON is written as text */
  draft: ColumnType<FlowContent | null, string | null, string | null>;
  draft_version: Generated<number>;
  draft_base: number | null;
  draft_editors: ColumnType<Editor[], string, string>;
  draft_uses: Generated<string[]>;
  draft_restores: ColumnType<number | null, number | null | undefined, number | null>;
  positions: ColumnType<Positions, string | undefined, string>;
  tests: ColumnType<TestCase[], string | undefined, string>;
  tests_version: Generated<number>;
  published: number | null;
  missed: ColumnType<Missed[], string | undefined, string>;
};

type FlowVersions = {
  id: Immutable<string>;
  flow_id: Immutable<string>;
  tenant_id: Immutable<string>;
  number: Immutable<number>;
  content: ColumnType<FlowContent, string, never>;
  uses: Immutable<string[]>;
  goes_to: Immutable<string[]>;
  note: ImmutableDefault<string>;
  published_at: Immutable<Date>;
  published_by: Immutable<string | null>;
  publisher: Immutable<string>;
  editors: Immutable<string[]>;
  restores: Immutable<number | null>;
  override_reason: Immutable<string | null>;
  changes: ColumnType<NodeChange[], string | undefined, never>;
};

type FlowVersionMedia = {
  version_id: Immutable<string>;
  tenant_id: Immutable<string>;
  prompt: Immutable<string>;
  hash: Immutable<string>;
};

type FlowTexts = {
  tenant_id: Immutable<string>;
  text: Immutable<string>;
  hash: string | null;
  failed: Generated<boolean>;
};

type FlowStatistics = {
  tenant_id: Immutable<string>;
  flow_id: Immutable<string>;
  day: Immutable<string>;
  node_id: Immutable<string>;
  exit_id: Immutable<string>;
  calls: number;
  passes: number;
};

type FlowTemplates = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  name: Immutable<string>;
  description: ImmutableDefault<string>;
  content: ColumnType<FlowContent, string, never>;
  questions: ColumnType<Question[], string, never>;
  created_at: ImmutableDefault<Date>;
};
