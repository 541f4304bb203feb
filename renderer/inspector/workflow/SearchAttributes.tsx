import { searchAttributeSchema } from '@sagaloom/engine/core';
import { useT } from '../../locales/index.ts';
import { Declarations } from '../fields/Declarations.tsx';
import { specsOf } from '../schema.ts';
import { Fields } from './Messages.tsx';

const specs = specsOf(searchAttributeSchema.shape);

/** DA5. By what runs are found. */
export function SearchAttributes() {
  const t = useT();
  return (
    <Declarations
      name="searchAttributes"
      title={t('inspector.attributes.title')}
      text={t('inspector.attributes.text')}
      nameLabel={t('inspector.field.name')}
      addLabel={t('inspector.attributes.add')}
      stem="attribute"
      create={() => ({ type: 'string', value: '{% input.id %}' })}
    >
      {(at) => <Fields specs={specs} at={at} scope="attribute" />}
    </Declarations>
  );
}
