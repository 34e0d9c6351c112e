import type { Blueprint, Deployable } from '../../../blueprint/model.ts';

/** A deployable as compose.yaml runs it. */
export interface ComposedService {
  readonly name: string;
  /** of the loopback interface, which its own 8080 is published at */
  readonly port: number;
  /** where browsers find it */
  readonly publicUrl: string;
  /** where the other containers find it */
  readonly internalUrl: string;
  /** what the identity provider knows it as */
  readonly clientId: string;
  readonly deployable: Deployable;
}

export function composedServices({ name, deployables }: Blueprint): readonly ComposedService[] {
  return deployables.map((deployable, index) => ({
    name: deployable.name,
    port: 8080 + index,
    publicUrl: `http://127.0.0.1:${8080 + index}`,
    internalUrl: `http://${deployable.name}:8080`,
    clientId: `${name}-${deployable.name}-bff`,
    deployable,
  }));
}
