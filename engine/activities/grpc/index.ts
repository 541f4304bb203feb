import { defineActivity } from '../activity.ts';
import { lazily } from '../lazily.ts';
import { docs } from './docs.ts';
import { grpcInput, grpcOutput } from './schema.ts';

export const grpcActivity = defineActivity({
  name: 'grpc',
  summary: 'Calls a unary method of a gRPC service.',
  docs,
  examples: [
    {
      title: 'By reflection',
      with: {
        target: 'orders.example.com:443',
        service: 'shop.v1.Orders',
        method: 'GetOrder',
        message: { orderId: '{% input.id %}' },
      },
    },
    {
      title: 'By a .proto file, with a token',
      with: {
        connection: 'orders',
        service: 'shop.v1.Orders',
        method: 'PlaceOrder',
        proto: 'protos/orders.proto',
        message: { sku: 'A-1', quantity: 2 },
        metadata: { authorization: '{% secrets.ORDERS_TOKEN %}' },
        timeout: '5s',
      },
    },
  ],
  category: 'network',
  icon: 'M2 4.5h9 M8.5 2L11 4.5L8.5 7 M14 11.5H5 M7.5 9L5 11.5L7.5 14 M14 2.5v4 M2 9.5v4',
  input: grpcInput,
  output: grpcOutput,
  ...lazily(() => import('./perform.ts')),
});
