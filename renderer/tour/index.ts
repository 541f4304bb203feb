export { declineTour, rememberUse, startTour, useTour } from './tour.ts';
