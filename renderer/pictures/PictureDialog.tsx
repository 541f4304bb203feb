import { Check, Copy, Download } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { findDocument } from '../document/index.ts';
import { translate, useT } from '../locales/index.ts';
import { titleOf } from '../shell/files/files.ts';
import { Button, Dialog, EmptyState, saveFile, Select, Switch, toast } from '../ui/index.ts';
import { composeSvg, hasRunToShow, type PictureOptions } from './compose.ts';
import { pngOf } from './make.ts';
import { mermaidOf } from './mermaid.ts';
import { closePicture } from './state.ts';
import css from './PictureDialog.module.css';

const formats = ['svg', 'png', 'mermaid'] as const;
type Format = (typeof formats)[number];
const isFormat = (value: string): value is Format => formats.some((format) => format === value);

/** Pixels for each of the drawing: sharp on dense screens, and in print. */
const pngScale = 2;

/** The drawing as a file for somewhere else, seen before it is saved. */
export function PictureDialog({ documentId }: { readonly documentId: string }) {
  const t = useT();
  const hasRun = hasRunToShow(documentId);
  const [format, setFormat] = useState<Format>('svg');
  const [options, setOptions] = useState<PictureOptions>({ theme: shownTheme(), withRun: hasRun, hasGround: true });
  const svg = useSvg(documentId, options);
  const mermaid = useMemo(() => mermaidOf(findDocument(documentId)?.document ?? {}, t), [documentId, t]);
  const content = async (): Promise<Blob | null> => {
    if (format === 'mermaid') return new Blob([mermaid], { type: 'text/plain' });
    if (format === 'svg') return svg == null ? null : new Blob([svg], { type: 'image/svg+xml' });
    return svg == null ? null : pngOf(svg, pngScale);
  };
  const failed = (error: unknown): void => toast(() => translate('pictures.failed', { reason: String(error) }), 'bad');
  const save = (): void => {
    void content().then((blob) => {
      if (blob) saveFile(blob, `${fileName(documentId)}.${format === 'mermaid' ? 'mmd' : format}`);
    }, failed);
  };
  return (
    <Dialog
      isOpen
      width="lg"
      title={t('pictures.title')}
      closeLabel={t('pictures.close')}
      onClose={closePicture}
      footer={
        <>
          <CopyButton format={format} svg={svg} mermaid={mermaid} onFailed={failed} />
          <Button variant="primary" icon={Download} isDisabled={svg == null} onPress={save}>
            {t('pictures.save')}
          </Button>
        </>
      }
    >
      <div className={css.options}>
        <Select
          label={t('pictures.format')}
          options={formats.map((value) => ({ value, label: t(`pictures.format.${value}`) }))}
          value={format}
          onChange={(value) => {
            if (isFormat(value)) setFormat(value);
          }}
        />
        {format !== 'mermaid' && (
          <>
            <Select
              label={t('pictures.theme')}
              options={[
                { value: 'light', label: t('pictures.theme.light') },
                { value: 'dark', label: t('pictures.theme.dark') },
              ]}
              value={options.theme}
              onChange={(value) => setOptions({ ...options, theme: value === 'dark' ? 'dark' : 'light' })}
            />
            <Switch
              label={t('pictures.ground')}
              isSelected={options.hasGround}
              onChange={(hasGround) => setOptions({ ...options, hasGround })}
            />
            {hasRun && (
              <Switch
                label={t('pictures.run')}
                isSelected={options.withRun}
                onChange={(withRun) => setOptions({ ...options, withRun })}
              />
            )}
          </>
        )}
      </div>
      <Preview svg={svg} mermaid={format === 'mermaid' ? mermaid : null} />
    </Dialog>
  );
}

/** `undefined` until it is made. Made when React rests: the picture is rendered by React too, and one waits for the other. */
function useSvg(documentId: string, options: PictureOptions): string | null | undefined {
  const [svg, setSvg] = useState<string | null>();
  useEffect(() => {
    const soon = setTimeout(() => setSvg(composeSvg(documentId, options)), 0);
    return () => clearTimeout(soon);
  }, [documentId, options]);
  return svg;
}

interface CopyProps {
  readonly format: Format;
  readonly svg: string | null | undefined;
  readonly mermaid: string;
  readonly onFailed: (error: unknown) => void;
}

/** A PNG goes to the clipboard as a picture, the others as text. */
function CopyButton({ format, svg, mermaid, onFailed }: CopyProps) {
  const t = useT();
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    if (format === 'png') {
      const png = svg == null ? null : await pngOf(svg, pngScale);
      if (png) await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
    } else await navigator.clipboard.writeText(format === 'svg' ? (svg ?? '') : mermaid);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <Button icon={isCopied ? Check : Copy} isDisabled={svg == null} onPress={() => void copy().catch(onFailed)}>
      {t(isCopied ? 'pictures.copied' : 'pictures.copy')}
    </Button>
  );
}

function Preview({ svg, mermaid }: { readonly svg: string | null | undefined; readonly mermaid: string | null }) {
  const t = useT();
  const url = useObjectUrl(svg);
  if (svg === null) return <EmptyState title={t('pictures.empty')} />;
  if (mermaid !== null) {
    return (
      <>
        <p className={css.hint}>{t('pictures.mermaidHint')}</p>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a keyboard must be able to scroll it */}
        <pre className={css.text} tabIndex={0} aria-label={t('pictures.preview')}>
          {mermaid}
        </pre>
      </>
    );
  }
  return <div className={css.preview}>{url !== null && <img src={url} alt={t('pictures.preview')} />}</div>;
}

function useObjectUrl(svg: string | null | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (svg == null) return undefined;
    const made = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [svg]);
  return url;
}

const shownTheme = (): PictureOptions['theme'] =>
  document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';

function fileName(documentId: string): string {
  const open = findDocument(documentId);
  return (open ? titleOf(open) : 'workflow').replace(/\.saga\.json$/, '').replaceAll(/[^\w.-]+/g, '_');
}
