// franz-go's sr client, driven by the lines of ../../../registry-clients/actions.ts. usage: franz-sr REGISTRY_URL
package main

import (
	"context"
	"errors"
	"os"

	"github.com/twmb/franz-go/pkg/sr"

	"sluice.dev/conformance/registry"
)

var ctx = context.Background()

func main() {
	client, err := sr.NewClient(sr.URLs(os.Args[1]))
	if err != nil {
		panic(err)
	}
	registry.Serve(registry.Actions{
		"register": func(a registry.Arguments) (any, error) {
			with := ctx
			if a.Normalize {
				with = sr.WithParams(ctx, sr.Normalize)
			}
			return id(client.RegisterSchema(with, a.Subject, schema(a), -1, -1))
		},
		"import": func(a registry.Arguments) (any, error) {
			return id(client.RegisterSchema(ctx, a.Subject, schema(a), a.ID, a.Version))
		},
		"lookup": func(a registry.Arguments) (any, error) {
			found, err := client.LookupSchema(ctx, a.Subject, schema(a))
			return place(found), err
		},
		"by-id": func(a registry.Arguments) (any, error) {
			with := ctx
			if a.Subject != "" {
				with = sr.WithParams(ctx, sr.Subject(a.Subject))
			}
			found, err := client.SchemaByID(with, a.ID)
			return content(found), err
		},
		"by-version": func(a registry.Arguments) (any, error) {
			found, err := client.SchemaByVersion(ctx, a.Subject, a.Version)
			return show(found), err
		},
		"latest": func(a registry.Arguments) (any, error) {
			found, err := client.SchemaByVersion(ctx, a.Subject, -1)
			return show(found), err
		},
		"guid-of": func(a registry.Arguments) (any, error) {
			found, err := client.SchemaByVersion(ctx, a.Subject, -1)
			return map[string]string{"guid": found.GUID}, err
		},
		"by-guid": func(a registry.Arguments) (any, error) {
			found, err := client.SchemaByGUID(ctx, a.GUID)
			return map[string]string{"schema": found.Schema.Schema}, err
		},
		"ids-of-guid": func(a registry.Arguments) (any, error) {
			all, err := client.SchemaIDsByGUID(ctx, a.GUID)
			shown := []any{}
			for _, one := range all {
				shown = append(shown, map[string]any{"context": one.Context, "id": one.ID})
			}
			return shown, err
		},
		"versions": func(a registry.Arguments) (any, error) {
			return client.SubjectVersions(ctx, a.Subject)
		},
		"subjects": func(registry.Arguments) (any, error) {
			return client.Subjects(ctx)
		},
		"deleted-subjects": func(registry.Arguments) (any, error) {
			return client.Subjects(sr.WithParams(ctx, sr.ShowDeleted))
		},
		"contexts": func(registry.Arguments) (any, error) {
			return client.Contexts(ctx)
		},
		"subjects-of-id": func(a registry.Arguments) (any, error) {
			return client.SubjectsByID(ctx, a.ID)
		},
		"versions-of-id": func(a registry.Arguments) (any, error) {
			all, err := client.SchemaVersionsByID(ctx, a.ID)
			shown := []any{}
			for _, one := range all {
				shown = append(shown, map[string]any{"subject": one.Subject, "version": one.Version})
			}
			return shown, err
		},
		"referenced-by": func(a registry.Arguments) (any, error) {
			all, err := client.SchemaReferences(ctx, a.Subject, a.Version)
			ids := []int{}
			for _, one := range all {
				ids = append(ids, one.ID)
			}
			return ids, err
		},
		"compatible": func(a registry.Arguments) (any, error) {
			result, err := client.CheckCompatibility(ctx, a.Subject, -1, schema(a))
			return result.Is, err
		},
		"delete-version": func(a registry.Arguments) (any, error) {
			return nil, client.DeleteSchema(ctx, a.Subject, a.Version, sr.DeleteHow(a.Permanent))
		},
		"delete-subject": func(a registry.Arguments) (any, error) {
			return client.DeleteSubject(ctx, a.Subject, sr.DeleteHow(a.Permanent))
		},
		"set-level": func(a registry.Arguments) (any, error) {
			var level sr.CompatibilityLevel
			if err := level.UnmarshalText([]byte(a.Level)); err != nil {
				return nil, err
			}
			return nil, client.SetCompatibility(ctx, sr.SetCompatibility{Level: level}, a.Subject)[0].Err
		},
		"level": func(a registry.Arguments) (any, error) {
			result := client.Compatibility(ctx, a.Subject)[0]
			return result.Level.String(), result.Err
		},
		"unset-level": func(a registry.Arguments) (any, error) {
			return nil, client.ResetCompatibility(ctx, a.Subject)[0].Err
		},
		"set-mode": func(a registry.Arguments) (any, error) {
			var mode sr.Mode
			if err := mode.UnmarshalText([]byte(a.Mode)); err != nil {
				return nil, err
			}
			return nil, client.SetMode(ctx, mode, a.Subject)[0].Err
		},
		"mode": func(a registry.Arguments) (any, error) {
			result := client.Mode(ctx, a.Subject)[0]
			return result.Mode.String(), result.Err
		},
		"unset-mode": func(a registry.Arguments) (any, error) {
			return nil, client.ResetMode(ctx, a.Subject)[0].Err
		},
	}, func(err error) *registry.Refused {
		var told *sr.ResponseError
		if !errors.As(err, &told) {
			return nil
		}
		return &registry.Refused{Status: told.StatusCode, Code: told.ErrorCode, Message: told.Message}
	})
}

func schema(a registry.Arguments) sr.Schema {
	var kind sr.SchemaType
	if err := kind.UnmarshalText([]byte(a.Type)); err != nil {
		panic(err)
	}
	references := make([]sr.SchemaReference, 0, len(a.References))
	for _, reference := range a.References {
		references = append(references, sr.SchemaReference(reference))
	}
	return sr.Schema{Schema: a.Schema, Type: kind, References: references}
}

func id(id int, err error) (any, error) {
	return map[string]int{"id": id}, err
}

func place(found sr.SubjectSchema) registry.Place {
	return registry.Place{ID: found.ID, Version: found.Version}
}

func content(found sr.Schema) registry.Content {
	references := make([]registry.Reference, 0, len(found.References))
	for _, reference := range found.References {
		references = append(references, registry.Reference(reference))
	}
	return registry.Content{Schema: found.Schema, Type: found.Type.String(), References: references}
}

func show(found sr.SubjectSchema) registry.Found {
	return registry.Found{Place: place(found), Content: content(found.Schema)}
}
