"""Whether what the maps say of their own errors is true: on fields whose truth is known."""
