import { querySchema, signalSchema, updateSchema } from '@sagaloom/engine/core';
import type { Path } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { Declarations } from '../fields/Declarations.tsx';
import { SchemaField } from '../fields/SchemaField.tsx';
import { type FieldSpec, specsOf } from '../schema.ts';

const kinds = [
  { name: 'signals', stem: 'signal', specs: specsOf(signalSchema.shape), create: () => ({}) },
  { name: 'queries', stem: 'query', specs: specsOf(querySchema.shape), create: () => ({ returns: '{% vars %}' }) },
  { name: 'updates', stem: 'update', specs: specsOf(updateSchema.shape), create: () => ({}) },
] as const;

/** LI1. What a run can be sent and asked while it is open. */
export function Messages() {
  const t = useT();
  return kinds.map(({ name, stem, specs, create }) => (
    <Declarations
      key={name}
      name={name}
      title={t(`inspector.${name}.title`)}
      text={t(`inspector.${name}.text`)}
      nameLabel={t('inspector.field.name')}
      addLabel={t(`inspector.${name}.add`)}
      stem={stem}
      create={create}
    >
      {(at) => <Fields specs={specs} at={at} scope={stem} />}
    </Declarations>
  ));
}

/** All fields of a declaration, as its schema has them. */
export function Fields({
  specs,
  at,
  scope,
}: {
  readonly specs: readonly FieldSpec[];
  readonly at: Path;
  readonly scope: string;
}) {
  return specs.map((spec) => <SchemaField key={spec.name} spec={spec} at={at} scope={scope} />);
}
