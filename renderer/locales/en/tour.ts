export const tour = {
  'tour.offer': 'Take a look around',
  'tour.offerTime': '1 minute',
  'tour.decline': 'No, thank you',
  'tour.start': 'Take the tour',
  'tour.count': '{number} of {count}',
  'tour.next': 'Next',
  'tour.back': 'Back',
  'tour.done': 'Done',
  'tour.end': 'End the tour',
  'tour.drawing.title': 'What runs is what is drawn',
  'tour.drawing.text':
    'Each card is a step, each line says what comes next. Steps in a saga show their undo below them, in violet.',
  'tour.adding.title': 'Add a step',
  'tour.adding.text':
    'Drag one from this list onto the drawing or onto a line, or select a step and click here: the new one comes after it.',
  'tour.running.title': 'Run it, and see when what happened',
  'tour.running.text':
    'The example orders tea from a small shop on this computer. Each step and attempt appears here as it happens.',
  'tour.running.do': 'Run the order',
  'tour.undoing.title': 'A failure is undone',
  'tour.undoing.text':
    'Let the carrier fail: the payment goes back and the stock is released, the last one first. Watch the violet lines.',
  'tour.undoing.do': 'Let it fail',
} as const;
