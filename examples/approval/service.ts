/** The mail and payment desk of the approval: `node examples/approval/service.ts`. */
import { Effects, effectsApp } from '../service/effects.ts';
import { listen } from '../service/listen.ts';

listen({
  name: 'desk',
  port: 4871,
  open: () => ({ app: effectsApp(new Effects(), ['mails', 'payments']), close: () => {} }),
});
