import type { settings as en } from '../en/settings.ts';

export const settings = {
  'settings.title': '设置',
  'settings.language': '语言',
  'settings.languageNow': '语言：{language}',
  'settings.languageSwitch': '切换语言',
  'settings.theme.title': '外观',
  'settings.theme.now': '外观：{theme}',
  'settings.theme.switch': '切换浅色与深色',
  'settings.theme.system': '跟随系统',
  'settings.theme.light': '浅色',
  'settings.theme.dark': '深色',
  'settings.version': '版本',
  'settings.workspace': '工作区',
  'settings.database': '数据库',
} satisfies Record<keyof typeof en, string>;
