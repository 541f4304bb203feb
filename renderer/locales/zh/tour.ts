import type { tour as en } from '../en/tour.ts';

export const tour = {
  'tour.offer': '先四处看看',
  'tour.offerTime': '约 1 分钟',
  'tour.decline': '不用了',
  'tour.start': '开始导览',
  'tour.count': '第 {number} 步，共 {count} 步',
  'tour.next': '下一步',
  'tour.back': '上一步',
  'tour.done': '完成',
  'tour.end': '结束导览',
  'tour.drawing.title': '画的是什么，运行的就是什么',
  'tour.drawing.text': '每张卡片是一个步骤，每条连线表示接下来做什么。Saga 中的步骤下方，紫色的是它的补偿操作。',
  'tour.adding.title': '添加步骤',
  'tour.adding.text': '从这里把步骤拖到画布或连线上；也可以先选中一个步骤，再点击这里，新步骤会接在它后面。',
  'tour.running.title': '运行，并查看每一步的时间',
  'tour.running.text': '示例会向本机上的一家小商店订购茶叶。每个步骤、每次尝试都会实时显示在这里。',
  'tour.running.do': '运行订单',
  'tour.undoing.title': '失败会被补偿',
  'tour.undoing.text': '让发货失败试试：先退款，再释放库存，后做的先补偿。请留意紫色的连线。',
  'tour.undoing.do': '让它失败',
} satisfies Record<keyof typeof en, string>;
