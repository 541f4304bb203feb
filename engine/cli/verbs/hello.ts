/** What `init` writes: small, and yet an expression, a choice and an activity. */
export const helloSaga = {
  format: 'sagaloom/v1',
  name: 'hello',
  description: 'Greets whoever is named.',
  input: { type: 'object', properties: { name: { type: 'string' } } },
  start: 'named',
  steps: {
    named: {
      type: 'choice',
      name: 'Is there a name?',
      branches: [{ when: '{% $exists(input.name) %}', next: 'greet' }],
      otherwise: 'greetAll',
    },
    greet: { type: 'task', activity: 'log', with: { message: "{% 'Hello, ' & input.name & '!' %}" }, readOnly: true },
    greetAll: { type: 'task', activity: 'log', with: { message: 'Hello, world!' }, readOnly: true },
  },
  returns: { greeted: "{% $exists(input.name) ? input.name : 'world' %}" },
};
