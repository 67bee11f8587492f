package diff_test

// disagreements is the table of what we judge otherwise than graphql-inspector
// 8.0.0, with what either says of a path; nothing where it does not tell of it.
func disagreements() []disagreement {
	const (
		becomesRequired = "it has to be given from now on: what leaves it out is invalid, where graphql-inspector sees a changed default only"
		isOptional      = "it has a default, and so need not be given"
		mayNotRepeat    = "a query that repeats it is invalid; GraphQL.js calls it breaking too"
		newPossibility  = "a type that comes or goes together with its interface is one more, or less, that the interface may be, as with unions"
		notTold         = "graphql-inspector does not look at it"
		notRead         = "GraphQL.js 16 knows no directives on the definition of directives, and reads neither schema"
		sameReason      = "it is GraphQL's own reason in either way of writing it"
		onlyReason      = "no program reads the reason: graphql-inspector calls it safe where it tells of deprecations, and dangerous, as any argument of a directive, besides"
		sameEndpoint    = "defaults that are written out say what they say anyway"
		nowNumbered     = "nobody could know the code without a number"
		number          = "graphql-inspector does not know what the directive means: a program takes the code for an unknown one"
		ofTheField      = "graphql-inspector does not know what the directive means, and looks at the first block of a type alone: each field is asked for at its service, and nobody answers there any more"
		endpoint        = "graphql-inspector does not know what the directive means: nobody answers at the old endpoint any more"
	)
	return []disagreement{
		{"argument_default_required", "Query.books.first", "breaking", "dangerous", becomesRequired},
		{"directive_argument_default_required", "@late.by", "breaking", "dangerous", becomesRequired},
		{"input_field_default_required", "Where.year", "breaking", "dangerous", becomesRequired},

		{"directive_argument_required_default", "@late", "safe", "breaking", isOptional},

		{"directive_repeatable back", "@late", "breaking", "dangerous", mayNotRepeat},

		{"interface_possible_type", "Node", "dangerous", "", newPossibility},
		{"interface_possible_type back", "Node", "breaking", "", newPossibility},

		{"directive_argument_deprecation", "@late.by.@deprecated", "safe", "", notTold},
		{"directive_argument_deprecation back", "@late.by.@deprecated", "safe", "", notTold},
		{"directive_argument_deprecation_reason", "@late.by.@deprecated", "safe", "", notTold},
		{"directive_argument_deprecation_reason back", "@late.by.@deprecated", "safe", "", notTold},
		{"schema_description", "schema", "safe", "", notTold},
		{"schema_description back", "schema", "safe", "", notTold},

		{"directive_deprecation", "@late.@deprecated", "safe", "", notRead},
		{"directive_deprecation back", "@late.@deprecated", "safe", "", notRead},
		{"directive_deprecation_reason", "@late.@deprecated", "safe", "", notRead},
		{"directive_deprecation_reason back", "@late.@deprecated", "safe", "", notRead},

		{"field_deprecation_reason_written", "Book.title.@deprecated", "", "safe", sameReason},
		{"field_deprecation_reason_written back", "Book.title.@deprecated", "", "dangerous", sameReason},

		{"argument_deprecation_reason", "Query.books.first.@deprecated", "safe", "dangerous", onlyReason},
		{"argument_deprecation_reason back", "Query.books.first.@deprecated", "safe", "dangerous", onlyReason},
		{"enum_value_deprecation_reason", "Kind.NOVEL.@deprecated", "safe", "dangerous and safe", onlyReason},
		{"enum_value_deprecation_reason back", "Kind.NOVEL.@deprecated", "safe", "dangerous and safe", onlyReason},
		{"enum_value_deprecation_reason_default back", "Kind.NOVEL.@deprecated", "safe", "dangerous and safe", onlyReason},
		{"field_deprecation_reason", "Book.title.@deprecated", "safe", "dangerous and safe", onlyReason},
		{"field_deprecation_reason back", "Book.title.@deprecated", "safe", "dangerous and safe", onlyReason},
		{"field_deprecation_reason_default back", "Book.title.@deprecated", "safe", "dangerous and safe", onlyReason},
		{"input_field_deprecation_reason back", "Where.year.@deprecated", "safe", "dangerous", onlyReason},

		{"own_endpoint_written", "Query.me.@http", "", "safe", sameEndpoint},
		{"own_endpoint_written back", "Query.me.@http", "", "dangerous", sameEndpoint},

		{"own_code_numbered", "Code.NOT_ALLOWED.@code", "safe", "dangerous", nowNumbered},

		{"own_code", "Code.NOT_ALLOWED.@code", "breaking", "dangerous", number},
		{"own_code back", "Code.NOT_ALLOWED.@code", "breaking", "dangerous", number},
		{"own_code_numbered back", "Code.NOT_ALLOWED.@code", "breaking", "dangerous", number},

		{"own_endpoint_service", "Query.@service", "", "dangerous", ofTheField},
		{"own_endpoint_service back", "Query.@service", "", "dangerous", ofTheField},
		{"own_service", "Query.@service", "", "dangerous", ofTheField},
		{"own_service", "Query.user.@service", "breaking", "", ofTheField},
		{"own_service back", "Query.@service", "", "dangerous", ofTheField},
		{"own_service back", "Query.user.@service", "breaking", "", ofTheField},
		{"own_service_moved", "Query.token.@service", "breaking", "", ofTheField},
		{"own_service_moved back", "Query.token.@service", "breaking", "", ofTheField},
		{"own_service_named", "Query.@service", "", "dangerous", ofTheField},
		{"own_service_named", "Query.user.@service", "safe", "", ofTheField},
		{"own_service_named back", "Query.@service", "", "dangerous", ofTheField},
		{"own_service_named back", "Query.user.@service", "breaking", "", ofTheField},

		{"own_endpoint_answer", "Query.me.@http", "breaking", "safe", endpoint},
		{"own_endpoint_answer back", "Query.me.@http", "breaking", "dangerous", endpoint},
		{"own_endpoint_bearer", "Query.me.@http", "breaking", "safe", endpoint},
		{"own_endpoint_bearer back", "Query.me.@http", "breaking", "dangerous", endpoint},
		{"own_endpoint_body", "Query.me.@http", "breaking", "dangerous and safe", endpoint},
		{"own_endpoint_body back", "Query.me.@http", "breaking", "dangerous", endpoint},
		{"own_endpoint_form", "Query.me.@http", "breaking", "safe", endpoint},
		{"own_endpoint_form back", "Query.me.@http", "breaking", "dangerous", endpoint},
		{"own_endpoint_host", "Query.me.@http", "breaking", "dangerous", endpoint},
		{"own_endpoint_host back", "Query.me.@http", "breaking", "dangerous", endpoint},
		{"own_endpoint_method", "Query.me.@http", "breaking", "dangerous", endpoint},
		{"own_endpoint_method back", "Query.me.@http", "breaking", "dangerous", endpoint},
		{"own_endpoint_path", "Query.me.@http", "breaking", "dangerous", endpoint},
		{"own_endpoint_path back", "Query.me.@http", "breaking", "dangerous", endpoint},
		{"own_endpoint_service", "Query.a.@http", "breaking", "dangerous", endpoint},
		{"own_endpoint_service back", "Query.a.@http", "breaking", "dangerous", endpoint},
	}
}
