// Package emit prints what package spec resolved: models, inputs, codes and
// surfaces with jennifer, the typed operations with genqlient. It decides
// nothing about GraphQL.
package emit
