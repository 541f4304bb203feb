import type { Dispatcher } from 'undici';

/** Redirects followed in one attempt where the step does not say. */
export const MAX_REDIRECTS = 5;

/** Methods of requests of which at least a first byte may have left, in order; redirects make several. */
export interface Wire {
  readonly sent: string[];
}

/**
 * A dispatcher that notes what reaches the wire. undici calls `onRequestStart` when a connection stands and just before it
 * writes, so a request not noted has provably not been sent (AT2).
 */
export function watched(dispatcher: Dispatcher, wire: Wire): Dispatcher {
  const watch: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) =>
    dispatch(
      options,
      noting(handler, () => wire.sent.push(options.method)),
    );
  return dispatcher.compose(watch);
}

function noting(handler: Dispatcher.DispatchHandler, note: () => void): Dispatcher.DispatchHandler {
  return {
    onRequestStart(controller, context) {
      handler.onRequestStart?.(controller, context);
      if (!controller.aborted) note(); // an abort that came before the connection strikes here, and nothing is written
    },
    onRequestUpgrade: (...rest) => handler.onRequestUpgrade?.(...rest),
    onResponseStart: (...rest) => handler.onResponseStart?.(...rest),
    onResponseData: (...rest) => handler.onResponseData?.(...rest),
    onResponseEnd: (...rest) => handler.onResponseEnd?.(...rest),
    onResponseError: (...rest) => handler.onResponseError?.(...rest),
  };
}
