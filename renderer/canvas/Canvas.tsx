import '@xyflow/react/dist/base.css';
import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider, SelectionMode } from '@xyflow/react';
import { useEffect, useMemo, useRef } from 'react';
import { nothingSelected, setReadOnly, useBreakpoints, useDiagnostics, useDocuments } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { AddMenu } from './AddMenu.tsx';
import { CanvasMenu } from './CanvasMenu.tsx';
import { DrawnContext } from './drawn.ts';
import { Arrows } from './edges/Arrows.tsx';
import { FlowEdge } from './edges/FlowEdge.tsx';
import { EmptyCanvas } from './EmptyCanvas.tsx';
import { FarLayer } from './far/FarLayer.tsx';
import { FarTip } from './far/FarTip.tsx';
import { useFarHand } from './far/use-far-hand.ts';
import { OverviewMap } from './far/OverviewMap.tsx';
import { useSight } from './far/use-sight.ts';
import { Guides } from './Guides.tsx';
import { type HeatOverlay, withHeat } from './heat.ts';
import { HotContext } from './hot.ts';
import { LinkingBar } from './LinkingBar.tsx';
import { BackNode } from './nodes/BackNode.tsx';
import { GroupNode } from './nodes/GroupNode.tsx';
import { LaneNode } from './nodes/LaneNode.tsx';
import { StartNode } from './nodes/StartNode.tsx';
import { StepNode } from './nodes/StepNode.tsx';
import { UndoNode } from './nodes/UndoNode.tsx';
import { NoteNode } from './notes/NoteNode.tsx';
import { useViewCentre } from './notes/view-centre.ts';
import type { RunOverlay } from './overlay.ts';
import { setRunOverlay } from './places.ts';
import { PulledLine } from './PulledLine.tsx';
import { SearchBar } from '../search/SearchBar.tsx';
import { useLookingBack } from './way-back.ts';
import { Breadcrumb } from './within/Breadcrumb.tsx';
import { useWithinView } from './within/use-within-view.ts';
import { useWithin } from './within/within.ts';
import { cx } from '../ui/index.ts';
import { problemsByStep } from './problems.ts';
import { sceneOf } from './scene/scene.ts';
import { type CanvasEdge, type CanvasNode, emptyScene, type Scene } from './scene/types.ts';
import { useActs } from './use-acts.ts';
import { useCanvasKeys } from './use-canvas-keys.ts';
import { useClipboard } from './use-clipboard.ts';
import { useConnecting } from './use-connecting.ts';
import { useItemDrop } from './use-item-drop.ts';
import { useNodeDrag } from './use-node-drag.ts';
import { useElements } from './use-elements.ts';
import { useGuides } from './use-guides.ts';
import { useHotState } from './use-hot-state.ts';
import { useKeptFocus } from './use-kept-focus.ts';
import { useLaidOut } from './use-layout.ts';
import { minZoomOf, useView } from './use-view.ts';
import { ZoomBar } from './ZoomBar.tsx';
import css from './Canvas.module.css';

export interface CanvasProps {
  readonly documentId: string;
  /** Shows what became of each step in a run. */
  readonly overlay?: RunOverlay | null;
  readonly readOnly?: boolean;
  /** Shows how the workflow fared over many runs; then no single run is shown. */
  readonly heat?: HeatOverlay | null;
  /** Shows another run: the child of one that is shown. */
  readonly onOpenRun?: (runId: string) => void;
}

const nodeTypes = {
  step: StepNode,
  frame: GroupNode,
  lane: LaneNode,
  undo: UndoNode,
  back: BackNode,
  note: NoteNode,
  start: StartNode,
};
const edgeTypes = { flow: FlowEdge };
const addToSelection = ['Shift', 'Control', 'Meta'];

const noRun = (): void => undefined;

/** The drawing of a document, and the hand that draws. */
export function Canvas({ documentId, overlay = null, readOnly = false, heat = null, onOpenRun = noRun }: CanvasProps) {
  useEffect(() => setReadOnly(documentId, readOnly), [documentId, readOnly]);
  useEffect(() => {
    setRunOverlay(documentId, overlay);
    return () => setRunOverlay(documentId, null);
  }, [documentId, overlay]);
  return (
    <ReactFlowProvider>
      <Drawing documentId={documentId} overlay={overlay} heat={heat} readOnly={readOnly} onOpenRun={onOpenRun} />
    </ReactFlowProvider>
  );
}

interface Shown {
  readonly scene: Scene | null;
  /** Its steps have come to where they are to be. */
  readonly isSettled: boolean;
}

function useScene(documentId: string, overlay: RunOverlay | null): Shown {
  const t = useT();
  const document = useDocuments(({ documents }) => documents.find(({ id }) => id === documentId)?.document);
  const laid = useLaidOut(documentId, document ?? {});
  const diagnostics = useDiagnostics(documentId);
  const problems = useMemo(() => problemsByStep(diagnostics), [diagnostics]);
  const marked = useBreakpoints(documentId);
  const breakpoints = useMemo(() => new Set(marked), [marked]);
  const within = useWithin(documentId);
  const wayBack = useLookingBack(documentId);
  const scene = useMemo(
    () => (laid ? sceneOf({ ...laid, overlay, problems, breakpoints, within, wayBack, t }) : null),
    [laid, overlay, problems, breakpoints, within, wayBack, t],
  );
  return { scene, isSettled: laid?.isMeanwhile === false };
}

function Drawing({ documentId, overlay, heat, readOnly, onOpenRun }: Required<CanvasProps>) {
  const t = useT();
  const wrapper = useRef<HTMLDivElement>(null);
  const { scene: plain, isSettled } = useScene(documentId, overlay);
  const scene = useMemo(() => (plain && heat ? withHeat(plain, heat) : plain), [plain, heat]);
  const shown = scene ?? emptyScene;
  const selection = useDocuments(
    ({ documents }) => documents.find(({ id }) => id === documentId)?.selection ?? nothingSelected,
  );
  const sight = useSight(shown);
  const elements = useElements(documentId, shown, sight, selection, readOnly);
  const view = useView(documentId, { scene, isSettled }, wrapper);
  useViewCentre(documentId, wrapper);
  useWithinView(documentId, scene, elements.nodes, wrapper);
  const isFar = sight?.isFar === true;
  const far = useFarHand({ documentId, scene: shown, isFar, view });
  const [hot, hotState] = useHotState(documentId, readOnly, onOpenRun);
  const connecting = useConnecting(documentId, shown, hotState.openAdd);
  const guides = useGuides(shown, elements.onNodesChange);
  const dragging = useNodeDrag(documentId, shown, hotState.setTarget, guides);
  const dropping = useItemDrop(documentId, shown, hotState.setTarget, readOnly);
  const clipboard = useClipboard(documentId, shown, readOnly);
  const keepFocus = useKeptFocus(wrapper, elements.nodes);
  const context = useActs({ documentId, view, hot: hotState, readOnly });
  const onKeyDown = useCanvasKeys({ ...context, scene: shown });
  const drawn = useMemo(() => ({ documentId, scene: shown }), [documentId, shown]);
  return (
    <HotContext value={hot}>
      <DrawnContext value={drawn}>
        {/* The keys are the drawing's: it is an application in the page. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <div
          ref={wrapper}
          className={css.canvas}
          // The first stop of the keyboard; from here on arrows go to steps.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          data-drawing
          {...keepFocus}
          role="application"
          aria-label={t('canvas.label')}
          data-readonly={readOnly || undefined}
          data-running={overlay !== null || undefined}
          onKeyDown={onKeyDown}
          {...clipboard}
          {...(sight ? far.handlers : {})}
          onContextMenu={hotState.openMenu}
        >
          <Arrows />
          <ReactFlow<CanvasNode, CanvasEdge>
            nodes={elements.nodes}
            edges={elements.edges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            onNodesChange={guides.onNodesChange}
            onEdgesChange={elements.onEdgesChange}
            onEdgeClick={elements.onEdgeClick}
            {...dragging}
            onNodeDoubleClick={(_, { id, type }) => {
              if (type === 'step' || type === 'frame') view.openInspector(id);
            }}
            {...(readOnly ? {} : connecting)}
            {...dropping}
            nodesDraggable={!readOnly}
            nodesConnectable={!readOnly}
            edgesReconnectable={!readOnly}
            connectOnClick={false}
            connectionLineComponent={PulledLine}
            connectionRadius={30}
            reconnectRadius={10}
            deleteKeyCode={null}
            disableKeyboardA11y
            selectionMode={SelectionMode.Partial}
            multiSelectionKeyCode={addToSelection}
            selectNodesOnDrag={false}
            zIndexMode="manual"
            elevateNodesOnSelect={false}
            nodeDragThreshold={3}
            paneClickDistance={4}
            onlyRenderVisibleElements
            panOnScroll
            zoomOnDoubleClick={false}
            minZoom={minZoomOf(shown)}
            maxZoom={2.5}
            proOptions={{ hideAttribution: true }}
            ariaLabelConfig={{
              'node.a11yDescription.default': t('canvas.help.node'),
              'edge.a11yDescription.default': t('canvas.help.edge'),
            }}
          >
            {hot.edge === null && <Guides />}
            <Background variant={BackgroundVariant.Dots} gap={20} size={1.8} className={cx(css.dots)} />
            {sight && (
              <FarLayer scene={shown} isFar={isFar} chosen={selection.steps} hovered={far.hovered?.node.id ?? null} />
            )}
            {shown.nodes.length > 0 && <OverviewMap scene={shown} />}
          </ReactFlow>
          {scene !== null && scene.nodes.length === 0 && !readOnly && <EmptyCanvas documentId={documentId} />}
          {shown.within !== null && (
            <Breadcrumb documentId={documentId} within={shown.within} isLower={overlay !== null} />
          )}
          <ZoomBar context={context} />
          <LinkingBar documentId={documentId} bring={view.bring} />
          <SearchBar documentId={documentId} bring={view.bring} readOnly={readOnly} />
          {far.hovered && <FarTip hovered={far.hovered} />}
          <AddMenu documentId={documentId} state={hotState} />
          <CanvasMenu context={context} />
        </div>
      </DrawnContext>
    </HotContext>
  );
}
