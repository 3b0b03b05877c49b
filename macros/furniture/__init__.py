"""What an official site carries beside its content: head tags, data for machines, site map, pictures to share."""
