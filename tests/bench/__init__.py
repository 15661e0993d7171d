"""What the portal costs, as ratios: each figure stands beside a floor that was measured in the same run."""
