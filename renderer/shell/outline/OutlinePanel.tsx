import { Boxes, ChevronRight, ListTree } from 'lucide-react';
import { Button, Collection, Tree, TreeItem, TreeItemContent } from 'react-aria-components';
import { StepGlyph } from '../../canvas/glyphs/StepGlyph.tsx';
import { activityOf, glyphOf } from '../../canvas/glyphs/glyphs.ts';
import { type OpenDocument, type Outline, outlineOf, select, useActiveDocument } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { Button as Press, cx, EmptyState } from '../../ui/index.ts';
import { showPanel } from '../layout.ts';
import { PanelHeader } from '../PanelHeader.tsx';
import { type OutlineNode, outlineTree } from './outline-tree.ts';
import tree from '../tree.module.css';
import css from './OutlinePanel.module.css';

export function OutlinePanel() {
  const t = useT();
  const open = useActiveDocument();
  const nodes = open ? outlineTree(outlineOf(open.document)) : [];
  return (
    <>
      <PanelHeader title={t('shell.panel.outline')} />
      {open && nodes.length > 0 ? (
        <StepTree key={open.id} open={open} nodes={nodes} />
      ) : (
        <EmptyState
          icon={ListTree}
          title={t('shell.outline.none')}
          action={
            <Press onPress={() => (open ? showPanel('palette') : showPanel('files'))}>
              {t(open ? 'shell.show.palette' : 'shell.show.files')}
            </Press>
          }
        >
          {t(open ? 'shell.outline.emptyText' : 'shell.outline.noneText')}
        </EmptyState>
      )}
    </>
  );
}

/** More than this unfolded at once would be a wall, and slow. */
const unfoldedAtMost = 300;

function StepTree({ open, nodes }: { readonly open: OpenDocument; readonly nodes: readonly OutlineNode[] }) {
  const t = useT();
  const outline = outlineOf(open.document);
  return (
    <Tree
      aria-label={t('shell.panel.outline')}
      className={cx(tree.tree)}
      items={nodes}
      dependencies={[outline]}
      selectionMode="multiple"
      selectionBehavior="replace"
      selectedKeys={open.selection.steps}
      onSelectionChange={(keys) => {
        const steps = keys === 'all' ? [...outline.steps.keys()] : [...keys].map(String);
        select(open.id, { steps: steps.filter((id) => outline.steps.has(id)) });
      }}
      defaultExpandedKeys={outline.steps.size <= unfoldedAtMost ? allKeys(nodes) : []}
    >
      {(node) => treeItem(node, outline)}
    </Tree>
  );
}

/** A function, not a component: the tree reads its items from what this gives back. */
function treeItem(node: OutlineNode, outline: Outline) {
  return (
    <TreeItem id={node.id} textValue={node.label} className={cx(tree.item)}>
      <TreeItemContent>{({ level }) => <OutlineRow node={node} outline={outline} level={level} />}</TreeItemContent>
      <Collection items={node.children}>{(child) => treeItem(child, outline)}</Collection>
    </TreeItem>
  );
}

interface RowProps {
  readonly node: OutlineNode;
  readonly outline: Outline;
  readonly level: number;
}

function OutlineRow({ node, outline, level }: RowProps) {
  const t = useT();
  const step = node.stepId === null ? undefined : outline.steps.get(node.stepId);
  return (
    <span className={cx(tree.row, css.row)} style={{ paddingLeft: (level - 1) * 16 }}>
      {node.children.length > 0 ? (
        <Button
          slot="chevron"
          className={cx(tree.chevron)}
          aria-label={t('shell.outline.unfold', { name: node.label })}
        >
          <ChevronRight size={13} strokeWidth={2} aria-hidden />
        </Button>
      ) : (
        <span className={tree.chevron} />
      )}
      {step ? (
        <StepGlyph glyph={glyphOf(step.step)} activity={activityOf(step.step)} size="sm" />
      ) : (
        <Boxes size={15} strokeWidth={1.75} className={css.block} aria-hidden />
      )}
      <span className={css.label} title={node.label}>
        {node.label}
      </span>
    </span>
  );
}

function allKeys(nodes: readonly OutlineNode[]): readonly string[] {
  return nodes.flatMap(({ id, children }) => [id, ...allKeys(children)]);
}
