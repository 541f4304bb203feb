import type { Path } from '../../document/index.ts';
import { JsonField } from '../fields/JsonField.tsx';

interface Props {
  readonly path: Path;
  readonly label: string;
  readonly hint?: string | undefined;
}

export function SchemaEditor(props: Props) {
  return <JsonField {...props} />;
}
