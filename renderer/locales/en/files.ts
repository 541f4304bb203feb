export const files = {
  'files.open': 'Open',
  'files.more': 'More for {name}',
  'files.duplicate': 'Duplicate',
  'files.remove': 'Delete',
  'files.unsaved': 'Has edits that are not saved',
  'files.move.menu': 'Rename or move…',
  'files.move.title': 'Rename or move',
  'files.move.do': 'Move',
  'files.moved': '{from} is now {to}.',
  'files.removed': 'Deleted {path}',
  'files.cannotMove': '{path} could not be moved',
  'files.cannotRemove': '{path} could not be deleted',
  'files.followed': '{path} changed on disk and was read again.',
  'files.changed.title': '{path} has changed on disk',
  'files.changed.text':
    'You have edits of it that are not saved. Nothing is lost until you decide whose version stays.',
  'files.changed.decide': 'Decide…',
  'files.gone.title': '{path} is gone from the disk',
  'files.gone.text': 'Its tab still has everything. Save to make the file again, or close the tab.',
  'files.template.new': 'New from an example',
  'files.template.newFrom': 'New from example {name}',
  'files.template.lead': 'You get a copy to change as you like. The example stays as it is.',
  'files.template.none': 'There are no examples here',
  'files.template.steps': '{count, plural, one {# step} other {# steps}}',
  'files.about.account-transfer':
    'Opens an account and moves money into it. If the deposit fails, the withdrawal is undone and the account closed.',
  'files.about.approval':
    'Asks somebody to approve an expense, reminds them every so often, and decides against it when nobody answers.',
  'files.about.batch':
    'Handles any number of items, a page at a time: many at once, a few may fail, and the history stays short.',
  'files.about.data-pipeline':
    'Fetches the orders of a day, checks them, loads them batch by batch, sets aside what cannot be loaded, and files a report.',
  'files.about.fulfilment':
    'Started by a message: reserves stock over HTTP, asks for the payment over NATS, waits for its answer, ships. What was done is undone if one of them fails.',
  'files.about.payment-answer': 'Hands the answer of the payment service to the run that waits for it.',
  'files.about.hello': 'The smallest round: look at the input, decide, wait a moment, say hello.',
  'files.about.nightly-report':
    'Makes the report of the day before, every night at two. Nights that were missed are made up for.',
  'files.about.order':
    'Takes an order: reserves stock, charges the customer, ships. If one of them fails, what was done before is undone.',
  'files.about.parcel-back': 'Takes back what parcel did: safe also when it is not known whether it was done.',
  'files.about.parcel': 'Has one parcel labelled and fetched. It is undone as a whole, by parcel-back.',
  'files.about.parcels':
    'Sends the parcels of an order, each by a workflow of its own, and asks how it was without waiting for the answer.',
  'files.about.survey': 'Asks how it was, a week later.',
  'files.recovered.title': 'Unsaved edits of {name} were found',
  'files.recovered.text':
    'A window that is gone left them on {at, date, medium} at {at, time, short}. They stay until you open or save that file.',
  'files.recovered.open': 'Open them',
} as const;
