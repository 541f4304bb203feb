import type { NodeProps, NodeTypes } from '@xyflow/react';
import type { ComponentType } from 'react';
import { FlowEdge } from '../canvas/edges/FlowEdge.tsx';
import { BackNode } from '../canvas/nodes/BackNode.tsx';
import { GroupNode } from '../canvas/nodes/GroupNode.tsx';
import { LaneNode } from '../canvas/nodes/LaneNode.tsx';
import { StartNode } from '../canvas/nodes/StartNode.tsx';
import { StepNode } from '../canvas/nodes/StepNode.tsx';
import { UndoNode } from '../canvas/nodes/UndoNode.tsx';
import type { GroupNodeType, StepNodeType } from '../canvas/scene/types.ts';
import { useT } from '../locales/index.ts';
import { icons, tones } from './looks.ts';
import type { StepMark } from './union-of.ts';
import css from './DiffCanvas.module.css';

function MarkedStep(props: NodeProps<StepNodeType>) {
  return <Marked node={StepNode as ComponentType<NodeProps<StepNodeType>>} props={props} />;
}

function MarkedGroup(props: NodeProps<GroupNodeType>) {
  return <Marked node={GroupNode as ComponentType<NodeProps<GroupNodeType>>} props={props} />;
}

interface MarkedProps<P> {
  readonly node: ComponentType<P>;
  readonly props: P;
}

/** A node as it is drawn everywhere, and what became of it: a glyph and a word. */
function Marked<P extends NodeProps<StepNodeType> | NodeProps<GroupNodeType>>({ node: Node, props }: MarkedProps<P>) {
  const t = useT();
  const mark = props.data['mark'] as StepMark | undefined;
  const Icon = mark && icons[mark];
  return (
    <>
      <Node {...props} />
      {mark && Icon && (
        <span className={css.badge} data-tone={tones[mark]}>
          <Icon size={12} strokeWidth={2.25} aria-hidden />
          {t(`diff.kind.${mark}`)}
        </span>
      )}
    </>
  );
}

export const diffNodeTypes: NodeTypes = {
  step: MarkedStep,
  frame: MarkedGroup,
  lane: LaneNode,
  undo: UndoNode,
  back: BackNode,
  start: StartNode,
};

export const diffEdgeTypes = { flow: FlowEdge };
