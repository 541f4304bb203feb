import type { DeliveryInfo, TriggerInfo } from '@sagaloom/engine/contract';
import { Bell, CalendarClock, File, type LucideIcon, MailOpen, Play, Webhook } from 'lucide-react';

export const triggerIcons = {
  schedule: CalendarClock,
  webhook: Webhook,
  message: MailOpen,
  file: File,
  event: Bell,
  start: Play,
} as const satisfies Record<DeliveryInfo['type'] | TriggerInfo['type'], LucideIcon>;
